package dev.plumbline.stores.report;

import dev.plumbline.core.text.Ansi;
import dev.plumbline.core.text.Columns;
import dev.plumbline.core.text.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table drawn with lines, measured in the columns of a terminal. */
final class BoxTable {
  private static final int NARROWEST = 12;

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  BoxTable(Column... columns) {
    this.columns = List.of(columns);
  }

  void add(List<Cell> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells for " + columns.size() + " columns");
    }
    rows.add(List.copyOf(cells));
  }

  /**
   * @param width columns of the terminal; text columns are cut, the widest first, to fit
   */
  String render(Ansi ansi, int width) {
    int[] widths = widths(width);
    StringBuilder out = new StringBuilder();
    out.append(ansi.dim(line(widths, "┌", "┬", "┐"))).append('\n');
    List<Cell> head = columns.stream().map(column -> new Cell(column.name(), ansi::bold)).toList();
    out.append(row(ansi, head, widths)).append('\n');
    out.append(ansi.dim(line(widths, "├", "┼", "┤"))).append('\n');
    rows.forEach(cells -> out.append(row(ansi, cells, widths)).append('\n'));
    return out.append(ansi.dim(line(widths, "└", "┴", "┘"))).append('\n').toString();
  }

  /** Whether the table, its text columns cut as far as they may be, fits that many columns. */
  boolean fits(int width) {
    return IntStream.of(widths(width)).sum() <= spare(width);
  }

  private int spare(int width) {
    return width - (3 * columns.size() + 1);
  }

  private int[] widths(int width) {
    int[] widths =
        IntStream.range(0, columns.size())
            .map(i -> Math.max(Columns.of(columns.get(i).name()), widest(i)))
            .toArray();
    boolean shrunk = true;
    while (shrunk && IntStream.of(widths).sum() > spare(width)) {
      shrunk = shrinkWidest(widths);
    }
    return widths;
  }

  private int widest(int column) {
    return rows.stream().mapToInt(cells -> Columns.of(cells.get(column).text())).max().orElse(0);
  }

  private boolean shrinkWidest(int[] widths) {
    int widest =
        IntStream.range(0, widths.length)
            .filter(i -> columns.get(i).align() == Align.LEFT)
            .boxed()
            .max((a, b) -> Integer.compare(widths[a], widths[b]))
            .orElse(-1);
    if (widest < 0 || widths[widest] <= NARROWEST) {
      return false;
    }
    widths[widest]--;
    return true;
  }

  private String row(Ansi ansi, List<Cell> cells, int[] widths) {
    String bar = ansi.dim("│");
    return IntStream.range(0, cells.size())
        .mapToObj(i -> cell(cells.get(i), columns.get(i).align(), widths[i]))
        .collect(Collectors.joining(" " + bar + " ", bar + " ", " " + bar));
  }

  private static String cell(Cell cell, Align align, int width) {
    String text = Columns.fitMiddle(cell.text(), width);
    String blank = " ".repeat(width - Columns.of(text));
    String painted = cell.paint().apply(text);
    return align == Align.LEFT ? painted + blank : blank + painted;
  }

  private static String line(int[] widths, String left, String middle, String right) {
    return IntStream.of(widths)
        .mapToObj(width -> "─".repeat(width + 2))
        .collect(Collectors.joining(middle, left, right));
  }

  enum Align {
    LEFT,
    RIGHT
  }

  record Column(String name, Align align) {
    static Column text(String name) {
      return new Column(name, Align.LEFT);
    }

    static Column number(String name) {
      return new Column(name, Align.RIGHT);
    }
  }

  /** Text and how it is painted once it has been measured. */
  record Cell(String text, UnaryOperator<String> paint) {
    Cell {
      text = Visible.line(text);
    }

    static Cell of(String text) {
      return new Cell(text, UnaryOperator.identity());
    }
  }
}
