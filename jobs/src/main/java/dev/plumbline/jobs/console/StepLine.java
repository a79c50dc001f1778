package dev.plumbline.jobs.console;

import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.text.Ansi;
import dev.plumbline.core.text.Columns;
import dev.plumbline.core.text.Human;
import dev.plumbline.core.text.Visible;
import java.util.ArrayList;
import java.util.List;

/** Writes the line of a step that has ended, in the manner of dbt. */
final class StepLine {
  private static final int JOB = 9;
  private static final int INDENT = 11;
  private static final int NARROW = 100;

  private final Ansi ansi;
  private final int columns;

  StepLine(Ansi ansi, int columns) {
    this.ansi = ansi;
    this.columns = columns;
  }

  /**
   * The line, and below it the cause of a failure or a remark.
   *
   * @param time when it ended, such as {@code 02:14:07Z}
   * @param number of the step, counted from 1
   * @param total number of steps
   */
  String of(String time, int number, int total, StepReport report) {
    String of = String.valueOf(total);
    String counter = Columns.padLeft(String.valueOf(number), of.length());
    String start = time + "  " + counter + (narrow() ? "/" : " of ") + of;
    boolean skipped = report.status() == RunStatus.SKIPPED;
    String job = Visible.line(report.job());
    String label =
        (narrow() ? job : Columns.padRight(job, JOB)) + " " + Visible.line(report.table());
    String tail = skipped ? Visible.line(report.message()) : tail(report);
    int tailRoom = skipped ? tailRoom() : Math.max(tailRoom(), Columns.of(tail));
    int room = columns - Columns.of(start + " " + status(report.status()) + " ") - tailRoom;
    String line = ansi.dim(start) + " " + painted(report.status()) + " " + led(label, room) + tail;
    return skipped || isWord(report) ? line : line + remarks(report);
  }

  /** The label with a leader that ends where the numbers begin. */
  private String led(String label, int room) {
    int dots = Math.max(narrow() ? 2 : 3, room - Columns.of(label) - 2);
    return label + " " + ansi.dim(".".repeat(dots)) + " ";
  }

  private String tail(StepReport report) {
    List<String> parts = new ArrayList<>();
    long rows = report.rowsWritten() > 0 ? report.rowsWritten() : report.rowsRead();
    if (rows > 0) {
      parts.add(Human.count(rows, "row"));
    }
    if (report.rowsQuarantined() > 0) {
      parts.add(Human.count(report.rowsQuarantined()) + " rejected");
    }
    if (report.bytes() > 0 && !narrow()) {
      parts.add(Human.bytes(report.bytes()));
    }
    if (isWord(report)) {
      parts.add(Visible.line(report.message()));
    }
    String in = report.status() == RunStatus.FAILED ? "after " : "in ";
    String time = in + Human.seconds(report.seconds());
    return parts.isEmpty() ? time : String.join(", ", parts) + " " + time;
  }

  /** Whether the remark is so short, such as a verdict, that it goes into the line. */
  private static boolean isWord(StepReport report) {
    boolean word = !report.message().isBlank() && !report.message().contains(" ");
    return report.status() == RunStatus.OK && word;
  }

  private String remarks(StepReport report) {
    StringBuilder out = new StringBuilder();
    Visible.lines(report.message())
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> out.append('\n').append(" ".repeat(INDENT)).append(remark(report, line)));
    return out.toString();
  }

  private String remark(StepReport report, String line) {
    return report.status() == RunStatus.FAILED ? ansi.red(line) : ansi.dim(line);
  }

  private String painted(RunStatus status) {
    String text = status(status);
    return switch (status) {
      case OK -> ansi.green(text);
      case DEGRADED -> ansi.yellow(text);
      case FAILED -> ansi.red(text);
      case SKIPPED -> ansi.dim(text);
    };
  }

  private String status(RunStatus status) {
    return Columns.padRight(status.name(), narrow() ? 2 : 8);
  }

  private int tailRoom() {
    return narrow() ? 20 : 32;
  }

  private boolean narrow() {
    return columns < NARROW;
  }
}
