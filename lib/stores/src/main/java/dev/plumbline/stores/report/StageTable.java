package dev.plumbline.stores.report;

import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.text.Ansi;
import dev.plumbline.core.text.Human;
import dev.plumbline.stores.report.BoxTable.Cell;
import dev.plumbline.stores.report.BoxTable.Column;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Draws one line per stage: rows in and out, bytes, how its steps ended, the time of all added. */
final class StageTable {
  private final Ansi ansi;
  private final int width;

  StageTable(Ansi ansi, int width) {
    this.ansi = ansi;
    this.width = width;
  }

  String render(List<Stage> stages) {
    BoxTable full = fill(stages, false);
    return (full.fits(width) ? full : fill(stages, true)).render(ansi, width);
  }

  private BoxTable fill(List<Stage> stages, boolean brief) {
    List<Column> columns =
        List.of(
            Column.text("stage"),
            Column.text("steps"),
            Column.number("rows in"),
            Column.number("rows out"),
            Column.number("rejected"),
            Column.number("time"),
            Column.number("written"));
    BoxTable table = new BoxTable(most(columns, brief).toArray(Column[]::new));
    stages.forEach(stage -> table.add(most(cells(stage), brief)));
    return table;
  }

  private static <T> List<T> most(List<T> all, boolean brief) {
    return brief ? all.subList(0, all.size() - 1) : all;
  }

  private List<Cell> cells(Stage stage) {
    return List.of(
        Cell.of(stage.job()),
        new Cell(steps(stage), text -> TerminalTable.paint(ansi, worst(stage), text)),
        Cell.of(Human.count(stage.rowsRead())),
        Cell.of(Human.count(stage.rowsWritten())),
        rejected(stage.rowsQuarantined()),
        Cell.of(Human.seconds(stage.seconds())),
        Cell.of(Human.bytes(stage.bytes())));
  }

  private Cell rejected(long rows) {
    return rows == 0 ? Cell.of("0") : new Cell(Human.count(rows), ansi::yellow);
  }

  private static String steps(Stage stage) {
    return Arrays.stream(RunStatus.values())
        .filter(status -> stage.count(status) > 0)
        .map(status -> stage.count(status) + " " + status)
        .collect(Collectors.joining(", "));
  }

  private static Tone worst(Stage stage) {
    if (stage.count(RunStatus.FAILED) > 0) {
      return Tone.BAD;
    }
    boolean whole = stage.count(RunStatus.OK) == stage.steps().size();
    return whole ? Tone.GOOD : Tone.WARN;
  }
}
