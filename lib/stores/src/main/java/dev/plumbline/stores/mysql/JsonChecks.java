package dev.plumbline.stores.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** In MariaDB a JSON column is a {@code longtext} with a {@code json_valid} check. */
final class JsonChecks {
  private static final String CHECK = "json_valid(`";

  private JsonChecks() {}

  /** Table and column of each JSON column that the server notes so; none where it is MySQL. */
  static Set<List<String>> read(Connection connection, String schema) throws SQLException {
    Set<List<String>> columns = new HashSet<>();
    if (!connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")) {
      return columns;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT table_name, check_clause FROM information_schema.check_constraints"
                + " WHERE constraint_schema = ?")) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String clause = rows.getString(2).strip();
          if (clause.toLowerCase(Locale.ROOT).startsWith(CHECK) && clause.endsWith("`)")) {
            String quoted = clause.substring(CHECK.length(), clause.length() - 2);
            columns.add(List.of(rows.getString(1), quoted.replace("``", "`")));
          }
        }
      }
    }
    return columns;
  }
}
