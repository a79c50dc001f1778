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
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
    BoxTable full = fill(shown, name, places, false);
    BoxTable table = full.fits(width) ? full : fill(shown, name, places, true);
    String drawn = table.render(ansi, width);
    return shown.size() == rows.size() ? drawn : drawn + " " + left(rows, shown) + "\n";
  }

  private BoxTable fill(List<CopyRow> rows, String name, List<String> places, boolean brief) {
    BoxTable table =
        new BoxTable(
            Stream.of(
                    Stream.of(Column.text(name)),
                    places.stream().map(Column::number),
                    Stream.of(Column.text("verdict")),
                    brief ? Stream.<Column>of() : Stream.of(Column.number("time")))
                .flatMap(columns -> columns)
                .toArray(Column[]::new));
    rows.forEach(row -> table.add(cells(row, brief)));
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

  /**
   * @param brief whether a copy that has as many rows as the first one is shown as {@code =}, and
   *     only the verdict's own word and no time
   */
  private List<Cell> cells(CopyRow row, boolean brief) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(row.kind() == Kind.API ? row.table() + " (API)" : row.table()));
    long first = row.copies().get(0).rows();
    for (int i = 0; i < row.copies().size(); i++) {
      Copy copy = row.copies().get(i);
      boolean same = i > 0 && copy.rows() >= 0 && copy.rows() == first;
      cells.add(brief && same ? Cell.of("=") : count(copy));
    }
    cells.add(verdict(row, brief));
    if (!brief) {
      cells.add(Cell.of(Human.seconds(row.seconds())));
    }
    return cells;
  }

  private Cell count(Copy copy) {
    Tone tone = copy.judged() == null ? Tone.GOOD : Tone.of(copy.judged().verdict());
    String text = Human.count(copy.rows());
    return tone == Tone.GOOD
        ? Cell.of(text)
        : new Cell(text, shown -> TerminalTable.paint(ansi, tone, shown));
  }

  private Cell verdict(CopyRow row, boolean brief) {
    return row.gravest()
        .map(report -> new Cell(words(report, brief), text -> paint(report, text)))
        .orElseGet(() -> new Cell(Human.UNKNOWN, ansi::dim));
  }

  private static String words(ReconcileReport report, boolean brief) {
    return brief || report.verdict() == Verdict.MATCH
        ? report.verdict().name()
        : report.verdict() + " " + report.pair().label();
  }

  private String paint(ReconcileReport report, String text) {
    return TerminalTable.paint(ansi, Tone.of(report.verdict()), text);
  }
}
