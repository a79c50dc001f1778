package dev.plumbline.sandbox.gateway.copy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** DuckDB in memory, kept small: it only translates between Parquet and CSV. */
final class DuckDb {
  private DuckDb() {}

  /** A fresh database of its own; what does not fit in memory goes to the folder. */
  static Connection open(Path temporary) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("set memory_limit = '256MB'");
      statement.execute("set threads = 2");
      statement.execute("set preserve_insertion_order = true");
      statement.execute("set autoinstall_known_extensions = false");
      statement.execute("set temp_directory = '" + temporary.toString().replace("'", "''") + "'");
    }
    return connection;
  }
}
