package dev.plumbline.stores.mysql;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.aws.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Opens sessions that may write to a source. Only ingest uses them.
 *
 * @param endpoint the endpoint's name, for messages
 */
public record MySqlWriterSessions(String endpoint, JdbcAccess access, Secrets secrets) {
  private static final Map<String, String> PROPERTIES =
      Map.of(
          // A row that an upsert leaves as it was counts as 0 only under this flag.
          "useAffectedRows", "true",
          // Values are escaped into one statement of many rows; the binary protocol has no such
          // form.
          "useServerPrepStmts", "false",
          "allowMultiQueries", "false");

  /**
   * Sessions of the endpoint's writer account.
   *
   * @throws PlumblineException exit 2 when the endpoint has none
   */
  public static MySqlWriterSessions of(Endpoint.MySql endpoint, Secrets secrets) {
    JdbcAccess writer =
        endpoint
            .writer()
            .orElseThrow(
                () ->
                    new PlumblineException(
                        ExitCode.USAGE,
                        "Cannot ingest into endpoint '"
                            + endpoint.name()
                            + "': it has no 'writer' account"));
    return new MySqlWriterSessions(endpoint.name(), writer, secrets);
  }

  /**
   * Opens a session: UTC, utf8mb4, strict, READ COMMITTED, autocommit on.
   *
   * @throws SourceException when the server cannot be reached or refuses the account
   */
  public Connection open() {
    return MySqlConnector.open(endpoint, access, secrets, PROPERTIES, MySqlWriterSessions::pin);
  }

  private static void pin(Connection connection) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET NAMES utf8mb4");
      statement.execute(
          "SET SESSION time_zone = '+00:00',"
              + " sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',"
              + " foreign_key_checks = 1, unique_checks = 1,"
              + " innodb_lock_wait_timeout = 20");
    }
  }
}
