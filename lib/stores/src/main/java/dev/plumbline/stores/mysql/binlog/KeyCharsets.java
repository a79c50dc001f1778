package dev.plumbline.stores.mysql.binlog;

import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.mysql.MySqlCharsets;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;

/**
 * How the text of a table's key columns is read. Unicode sets are Java's; what a byte means in any
 * other set of single bytes is asked of the server, whose latin1 is not Java's.
 */
final class KeyCharsets {
  private static final Map<String, Charset> UNICODE =
      Map.of(
          "utf8mb4", StandardCharsets.UTF_8,
          "utf8mb3", StandardCharsets.UTF_8,
          "utf8", StandardCharsets.UTF_8,
          "ascii", StandardCharsets.US_ASCII,
          "ucs2", StandardCharsets.UTF_16BE,
          "utf16", StandardCharsets.UTF_16BE,
          "utf16le", StandardCharsets.UTF_16LE,
          "utf32", Charset.forName("UTF-32BE"));

  private static final int BYTES = 256;

  private final Map<String, Function<byte[], String>> readers;

  private KeyCharsets(Map<String, Function<byte[], String>> readers) {
    this.readers = readers;
  }

  /**
   * @throws LogUnusableException for a set of several bytes per character that is not Unicode
   */
  static KeyCharsets of(Connection connection, TableSpec table)
      throws SQLException, LogUnusableException {
    Map<String, String> charsets = MySqlCharsets.of(connection, table.source());
    Map<String, Function<byte[], String>> readers = new HashMap<>();
    for (String column : table.key()) {
      String charset = charsets.get(column);
      if (charset != null) {
        Charset unicode = UNICODE.get(charset);
        readers.put(
            column,
            unicode == null
                ? singleByte(connection, column, charset)
                : bytes -> new String(bytes, unicode));
      }
    }
    return new KeyCharsets(readers);
  }

  /** What is no text in a set of its own is UTF-8. */
  Function<byte[], String> reader(String column) {
    return readers.getOrDefault(column, bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static Function<byte[], String> singleByte(
      Connection connection, String column, String charset)
      throws SQLException, LogUnusableException {
    if (!charset.matches("[a-z0-9]+") || bytesPerCharacter(connection, charset) != 1) {
      throw new LogUnusableException(
          "key column " + column + " is text in " + charset + ", which is not read exactly");
    }
    byte[] all = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      all[i] = (byte) i;
    }
    String sql =
        "SELECT CONVERT(CONVERT(x'"
            + HexFormat.of().formatHex(all)
            + "' USING "
            + charset
            + ") USING utf8mb4)";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      int[] meaning = row.next() ? row.getString(1).codePoints().toArray() : new int[0];
      if (meaning.length != BYTES) {
        throw new LogUnusableException("the server does not say how text in " + charset + " reads");
      }
      return bytes -> {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
          text.appendCodePoint(meaning[b & 0xFF]);
        }
        return text.toString();
      };
    }
  }

  private static int bytesPerCharacter(Connection connection, String charset) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT maxlen FROM information_schema.character_sets WHERE character_set_name = ?")) {
      statement.setString(1, charset);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }
}
