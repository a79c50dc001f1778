package dev.plumbline.stores.mysql.binlog;

import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.MySqlType;
import java.util.ArrayList;
import java.util.List;

/** The labels of an ENUM or SET, in their order, as its type in SQL lists them. */
final class EnumLabels {
  private EnumLabels() {}

  /** Empty for any other type. */
  static List<String> of(ColumnType type) {
    if (type.type() != MySqlType.ENUM && type.type() != MySqlType.SET) {
      return List.of();
    }
    String sql = type.sql();
    List<String> labels = new ArrayList<>();
    int at = sql.indexOf('\'');
    while (at >= 0) {
      StringBuilder label = new StringBuilder();
      at = read(sql, at + 1, label);
      labels.add(label.toString());
      at = sql.indexOf('\'', at);
    }
    return labels;
  }

  /** Reads up to the closing quote; returns the place after it. A quote inside is doubled. */
  private static int read(String sql, int from, StringBuilder label) {
    int at = from;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      boolean quote = c == '\'';
      if (quote && (at + 1 == sql.length() || sql.charAt(at + 1) != '\'')) {
        return at + 1;
      }
      label.append(c);
      at += quote ? 2 : 1;
    }
    return at;
  }
}
