package dev.plumbline.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table on the terminal: the first column to the left, all others to the right. */
final class Report {
  private final List<List<String>> lines = new ArrayList<>();

  Report(String... titles) {
    lines.add(List.of(titles));
  }

  Report line(String... cells) {
    lines.add(List.of(cells));
    return this;
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  void print(PrintStream out) {
    int columns = lines.get(0).size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder("  ");
      for (int i = 0; i < columns; i++) {
        String space = " ".repeat(widths[i] - line.get(i).length());
        text.append(i == 0 ? line.get(i) + space : "  " + space + line.get(i));
      }
      out.println(text.toString().stripTrailing());
    }
  }
}
