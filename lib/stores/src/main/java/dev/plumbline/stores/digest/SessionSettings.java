package dev.plumbline.stores.digest;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The settings on which canonical values depend, whatever the session came with. */
final class SessionSettings {
  private SessionSettings() {}

  static void pin(Connection connection, DigestDialect dialect) throws SQLException {
    if (dialect instanceof PostgresDigestDialect) {
      // It expects as many buckets as rows, and in its 4 MB would sort the rows on disk by bucket.
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET work_mem = '64MB'");
      }
    }
    if (!(dialect instanceof MySqlDigestDialect)) {
      // Only a transaction lets the driver fetch rows in batches.
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET NAMES utf8mb4");
      statement.execute(
          "SET SESSION time_zone = '+00:00',"
              + " sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'");
      // Each statement reads the newest commits: a fence would wait for ever in an old snapshot.
      statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY");
    }
    connection.setAutoCommit(true);
  }
}
