package dev.plumbline.sandbox.replicator.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postgresql.PGConnection;

/** The orders that clients gave the integration by {@code ALTER DATABASE … INTEGRATION}. */
public final class RequestStore {
  private final Connection connection;
  private final Sql sql;
  private final String integrationId;

  public RequestStore(Connection connection, String integrationId) {
    this.connection = connection;
    this.sql = new Sql(connection);
    this.integrationId = integrationId;
  }

  /**
   * An order.
   *
   * @param kind REFRESH or SET
   * @param schema the source database; null for all
   * @param table the table; null for all
   * @param detail what is set, or which tables of those named: INERROR, REMEDIABLE; may be null
   */
  public record Request(long id, String kind, String schema, String table, String detail) {}

  /** Has the server tell of new orders. */
  public void listen() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen sandbox_request");
    }
    connection.commit();
  }

  /** Waits for news of an order, but not longer than this. */
  public void await(Duration atMost) throws SQLException {
    connection.unwrap(PGConnection.class).getNotifications((int) atMost.toMillis());
  }

  /** Orders that are not carried out, in the order given. */
  public List<Request> open() throws SQLException {
    return sql.query(
        row ->
            new Request(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("schema_name"),
                row.getString("table_name"),
                row.getString("detail")),
        "select * from sandbox.integration_request where integration_id = ? and done_at is null order by id",
        integrationId);
  }

  public void done(long id, Instant at) throws SQLException {
    sql.update("update sandbox.integration_request set done_at = ? where id = ?", at, id);
  }
}
