package dev.plumbline.stores.mysql.binlog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The labels of an ENUM or SET, in their order, as its type in SQL lists them. */
final class EnumLabels {
  private static final Pattern LABELLED =
      Pattern.compile("\\s*(?:ENUM|SET)\\s*\\(.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private EnumLabels() {}

  /** Empty for any other type. */
  static List<String> of(String sql) {
    if (!LABELLED.matcher(sql).matches()) {
      return List.of();
    }
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
      char next = at + 1 < sql.length() ? sql.charAt(at + 1) : 0;
      if (c == '\'' && next != '\'') {
        return at + 1;
      }
      label.append(c == '\\' ? escaped(next) : c);
      at += c == '\'' || c == '\\' ? 2 : 1;
    }
    return at;
  }

  /** Source: {@code append_unescaped} of MySQL and MariaDB, which writes types. */
  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case '0' -> '\0';
      default -> c;
    };
  }
}
