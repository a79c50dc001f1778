package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.text.Ansi;
import dev.plumbline.core.text.Human;
import dev.plumbline.stores.report.BoxTable.Cell;
import dev.plumbline.stores.report.BoxTable.Column;
import dev.plumbline.stores.report.CopyRow.Copy;
import dev.plumbline.stores.report.CopyRow.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Draws the copies of tables side by side; of many tables, those that are not equal come first. */
final class CopyTable {
  private static final int MOST = 40;

  private final Ansi ansi;
  private final int width;

  CopyTable(Ansi ansi, int width) {
    this.ansi = ansi;
    this.width = width;
  }

  String tables(List<CopyRow> rows) {
    return draw(rows, "table", Kind.TABLE.places());
  }

  String models(List<CopyRow> rows) {
    return draw(rows, "model", Kind.MODEL.places());
  }

  private String draw(List<CopyRow> rows, String name, List<String> places) {
    List<CopyRow> shown = shown(rows);
    String drawn = fitting(shown, name, places).render(ansi, width);
    return shown.size() == rows.size() ? drawn : drawn + " " + left(rows, shown) + "\n";
  }

  private BoxTable fitting(List<CopyRow> rows, String name, List<String> places) {
    return Arrays.stream(Detail.values())
        .map(detail -> fill(rows, name, places, detail))
        .filter(table -> table.fits(width))
        .findFirst()
        .orElseGet(() -> fill(rows, name, places, Detail.LITTLE));
  }

  private BoxTable fill(List<CopyRow> rows, String name, List<String> places, Detail detail) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text(name));
    places.forEach(place -> columns.add(Column.number(place)));
    columns.add(Column.text("verdict"));
    if (detail != Detail.LITTLE) {
      columns.add(Column.number("time"));
    }
    BoxTable table = new BoxTable(columns.toArray(Column[]::new));
    rows.forEach(row -> table.add(cells(row, detail)));
    return table;
  }

  private static List<CopyRow> shown(List<CopyRow> rows) {
    return rows.size() <= MOST
        ? rows
        : rows.stream().sorted(Comparator.comparing(CopyRow::equal)).limit(MOST).toList();
  }

  private static String left(List<CopyRow> rows, List<CopyRow> shown) {
    List<CopyRow> rest = new ArrayList<>(rows);
    rest.removeAll(shown);
    String all = rest.stream().allMatch(CopyRow::equal) ? ", all MATCH" : "";
    return "… and " + Human.count(rest.size()) + " more" + all + ", in the report";
  }

  private List<Cell> cells(CopyRow row, Detail detail) {
    boolean little = detail == Detail.LITTLE;
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(row.kind() == Kind.API ? row.table() + " (API)" : row.table()));
    long first = row.copies().get(0).rows();
    for (int i = 0; i < row.copies().size(); i++) {
      Copy copy = row.copies().get(i);
      boolean same = little && i > 0 && copy.rows() >= 0 && copy.rows() == first;
      cells.add(painted(copy, same ? "=" : Human.count(copy.rows())));
    }
    cells.add(verdict(row, detail));
    if (!little) {
      cells.add(Cell.of(Human.seconds(row.seconds())));
    }
    return cells;
  }

  private Cell painted(Copy copy, String text) {
    Tone tone = copy.judged() == null ? Tone.GOOD : Tone.of(copy.judged());
    return tone == Tone.GOOD
        ? Cell.of(text)
        : new Cell(text, shown -> TerminalTable.paint(ansi, tone, shown));
  }

  private Cell verdict(CopyRow row, Detail detail) {
    return row.gravest()
        .map(report -> new Cell(words(report, detail), text -> paint(report, text)))
        .orElseGet(() -> new Cell(Human.UNKNOWN, ansi::dim));
  }

  private static String words(ReconcileReport report, Detail detail) {
    return detail != Detail.ALL || report.verdict() == Verdict.MATCH
        ? report.verdict().name()
        : report.verdict() + " " + report.pair().label();
  }

  private String paint(ReconcileReport report, String text) {
    return TerminalTable.paint(ansi, Tone.of(report), text);
  }

  /** How much is shown, by the room that there is. */
  private enum Detail {
    ALL,
    /** The verdict without the pair that it is about. */
    MOST,
    /** And no time; a copy that has as many rows as the first one is shown as {@code =}. */
    LITTLE
  }
}
