package dev.plumbline.sandbox.replicator.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A column of a source table, in the words of {@code information_schema.columns}.
 *
 * @param name the column's name
 * @param dataType the bare type in lower case, such as {@code bigint}; {@code json} where a {@code
 *     json_valid} check makes a longtext JSON, as MariaDB declares it
 * @param columnType the type in full, such as {@code bigint(20) unsigned}
 * @param length characters of a text column or bytes of a binary one; 0 where there is none
 * @param precision decimal digits, or fraction digits of a time; bits of a BIT column
 * @param scale digits after the decimal point
 * @param charset character set of a text column; null for others
 * @param nullable whether the source allows NULL
 * @param keyPosition 1, 2, … in the primary key, or 0
 */
public record SourceColumn(
    String name,
    String dataType,
    String columnType,
    long length,
    int precision,
    int scale,
    String charset,
    boolean nullable,
    int keyPosition) {

  public boolean isUnsigned() {
    return columnType.toLowerCase(Locale.ROOT).contains(" unsigned");
  }

  public boolean isJson() {
    return dataType.equals("json");
  }

  /** Labels of an ENUM or SET in order; empty for any other type. */
  public List<String> labels() {
    if (!dataType.equals("enum") && !dataType.equals("set")) {
      return List.of();
    }
    List<String> labels = new ArrayList<>();
    StringBuilder label = null;
    for (int i = columnType.indexOf('(') + 1; i < columnType.length(); i++) {
      char c = columnType.charAt(i);
      if (label == null) {
        label = c == '\'' ? new StringBuilder() : null;
      } else if (c == '\\') {
        label.append(unescaped(columnType.charAt(++i)));
      } else if (c != '\'') {
        label.append(c);
      } else if (i + 1 < columnType.length() && columnType.charAt(i + 1) == '\'') {
        label.append(c);
        i++;
      } else {
        labels.add(label.toString());
        label = null;
      }
    }
    return labels;
  }

  private static char unescaped(char c) {
    return switch (c) {
      case '0' -> '\0';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'Z' -> '\u001a';
      default -> c;
    };
  }

  /** The same column under another name. */
  public SourceColumn renamed(String to) {
    return new SourceColumn(
        to, dataType, columnType, length, precision, scale, charset, nullable, keyPosition);
  }
}
