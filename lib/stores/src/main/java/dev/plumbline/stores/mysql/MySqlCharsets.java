package dev.plumbline.stores.mysql;

import dev.plumbline.core.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The character sets in which a server holds the text of a table's columns. */
public final class MySqlCharsets {
  private MySqlCharsets() {}

  /** Character set by column, as {@code information_schema} names it; columns of text only. */
  public static Map<String, String> of(Connection connection, TableName table) throws SQLException {
    Map<String, String> charsets = new LinkedHashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT column_name, character_set_name FROM information_schema.columns"
                + " WHERE table_schema = ? AND table_name = ?"
                + " AND character_set_name IS NOT NULL")) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          charsets.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return charsets;
  }
}
