package dev.plumbline.sandbox.replicator.table;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What Redshift accepts as a value: VARCHAR counts bytes, and no text holds a NUL character.
 *
 * @param truncateColumns cut longer values instead of failing the table (TRUNCATECOLUMNS)
 * @param acceptInvalidCharacters put {@code ?} in the place of what cannot be stored
 *     (ACCEPTINVCHARS)
 */
public record ValueRules(boolean truncateColumns, boolean acceptInvalidCharacters) {
  private static final int MAX_SUPER_BYTES = 16_777_216;

  /**
   * The row as the replica may hold it.
   *
   * @throws UnreplicableException when a value does not fit and no setting allows to change it
   */
  public Row apply(SourceTable table, Limits limits, Row row) {
    Row result = row;
    for (int i = 0; i < row.size(); i++) {
      String value = row.cell(i);
      if (value != null && limits.isText(i)) {
        String fitted = fit(table, table.columns().get(i), limits.bytes(i), value);
        if (!fitted.equals(value)) {
          result = result.with(i, fitted);
        }
      }
    }
    for (int key : limits.key) {
      if (result.cell(key) == null) {
        throw new UnreplicableException(
            table.name(),
            "Date that Redshift cannot hold in primary key column "
                + table.columns().get(key).name());
      }
    }
    return result;
  }

  private String fit(SourceTable table, SourceColumn column, int limit, String value) {
    String text = value;
    if (text.indexOf('\0') >= 0 || hasEscapedNul(column, text)) {
      if (!acceptInvalidCharacters) {
        throw new UnreplicableException(
            table.name(), "Invalid character (NUL) in column " + column.name());
      }
      text = text.replace('\0', '?').replace("\\u0000", "?");
    }
    if (text.length() * 3L <= limit) {
      return text;
    }
    long bytes = utf8Length(text);
    if (bytes <= limit) {
      return text;
    }
    if (!truncateColumns || limit == MAX_SUPER_BYTES) {
      throw new UnreplicableException(
          table.name(),
          "Value of "
              + bytes
              + " bytes in column "
              + column.name()
              + " exceeds "
              + TypeMapping.redshiftType(column).orElse("?"));
    }
    return cut(text, limit);
  }

  private static boolean hasEscapedNul(SourceColumn column, String text) {
    return column.isJson() && text.contains("\\u0000");
  }

  private static long utf8Length(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A surrogate is half of a character of four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  /** The longest beginning of whole characters within the limit. */
  private static String cut(String text, int limit) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int end = limit;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /** The byte limits of a table's text columns and its key, worked out once per table. */
  public static final class Limits {
    private final int[] bytes;
    private final List<Integer> key;

    private Limits(int[] bytes, List<Integer> key) {
      this.bytes = bytes;
      this.key = key;
    }

    public static Limits of(SourceTable table) {
      return new Limits(
          table.columns().stream().mapToInt(Limits::limit).toArray(), table.keyIndexes());
    }

    private static int limit(SourceColumn column) {
      return column.isJson() ? MAX_SUPER_BYTES : TypeMapping.varcharBytes(column);
    }

    boolean isText(int column) {
      return bytes[column] > 0;
    }

    int bytes(int column) {
      return bytes[column];
    }
  }
}
