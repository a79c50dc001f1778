package dev.plumbline.sandbox.replicator.source;

import dev.plumbline.sandbox.replicator.table.SourceColumn;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * How text in the source's character sets is read. Unicode sets are Java's; what a single byte
 * means in any other set is asked of the source, whose latin1 is not Java's.
 */
public final class SourceCharsets {
  private static final Map<String, Charset> KNOWN =
      Map.ofEntries(
          Map.entry("utf8mb4", StandardCharsets.UTF_8),
          Map.entry("utf8mb3", StandardCharsets.UTF_8),
          Map.entry("utf8", StandardCharsets.UTF_8),
          Map.entry("ascii", StandardCharsets.US_ASCII),
          Map.entry("ucs2", StandardCharsets.UTF_16BE),
          Map.entry("utf16", StandardCharsets.UTF_16BE),
          Map.entry("utf16le", StandardCharsets.UTF_16LE),
          Map.entry("utf32", Charset.forName("UTF-32BE")),
          Map.entry("gbk", Charset.forName("GBK")),
          Map.entry("gb2312", Charset.forName("GB2312")),
          Map.entry("big5", Charset.forName("Big5")),
          Map.entry("sjis", Charset.forName("Shift_JIS")),
          Map.entry("cp932", Charset.forName("windows-31j")),
          Map.entry("ujis", Charset.forName("EUC-JP")),
          Map.entry("eucjpms", Charset.forName("EUC-JP")),
          Map.entry("euckr", Charset.forName("EUC-KR")));

  private final Map<String, Function<byte[], String>> decoders = new ConcurrentHashMap<>();

  /** Reads text of the column; what is no text comes as UTF-8. */
  public Function<byte[], String> decoder(SourceColumn column, Connection connection)
      throws SQLException {
    String name = column.charset() == null ? "utf8mb4" : column.charset();
    Function<byte[], String> decoder = decoders.get(name);
    if (decoder == null) {
      Charset known = KNOWN.get(name);
      decoder = known == null ? singleByte(name, connection) : bytes -> new String(bytes, known);
      decoders.put(name, decoder);
    }
    return decoder;
  }

  private static Function<byte[], String> singleByte(String name, Connection connection)
      throws SQLException {
    if (!name.matches("[a-z0-9]+")) {
      throw new SQLException("Cannot read character set " + name);
    }
    char[] meaning = new char[256];
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT CONVERT(CAST(CHAR(? USING " + name + ") AS CHAR) USING utf8mb4)")) {
      for (int i = 0; i < meaning.length; i++) {
        statement.setInt(1, i);
        try (ResultSet rows = statement.executeQuery()) {
          String text = rows.next() ? rows.getString(1) : null;
          meaning[i] = text == null || text.isEmpty() ? '\ufffd' : text.charAt(0);
        }
      }
    }
    return bytes -> {
      char[] text = new char[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        text[i] = meaning[bytes[i] & 0xFF];
      }
      return new String(text);
    };
  }
}
