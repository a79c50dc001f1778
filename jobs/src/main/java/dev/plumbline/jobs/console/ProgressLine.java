package dev.plumbline.jobs.console;

import dev.plumbline.core.text.Ansi;
import dev.plumbline.core.text.Columns;
import dev.plumbline.core.text.Human;
import dev.plumbline.jobs.console.RunningStep.Progress;
import dev.plumbline.jobs.console.RunningStep.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes how far a running step is: as a line of a live block, or as a plain line of a log. */
final class ProgressLine {
  private static final int BAR = 16;
  private static final int JOB = 9;
  private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

  private ProgressLine() {}

  /** One line of at most that many columns; what matters least is left out where room is short. */
  static String live(Progress progress, Ansi ansi, int columns) {
    int nameRoom = Math.min(Math.max(16, columns / 3), 44);
    String name = Columns.padRight(Columns.fitMiddle(progress.label(), nameRoom), nameRoom);
    String line = "  " + Columns.padRight(progress.job(), JOB) + " " + name + "  ";
    int room = columns - Columns.of(line);
    List<String> kept = new ArrayList<>();
    String bar = bar(progress);
    if (!bar.isEmpty() && room >= BAR + 7) {
      room -= BAR + 7;
      line += ansi.cyan(bar) + percent(progress) + "  ";
    }
    for (String part : parts(progress)) {
      if (Columns.of(part) + 2 <= room) {
        room -= Columns.of(part) + 2;
        kept.add(part);
      }
    }
    return line + String.join("  ", kept);
  }

  /** A line that says it all, for a log. */
  static String log(Progress progress) {
    List<String> parts = new ArrayList<>();
    State state = progress.state();
    if (state.rows() > 0) {
      String of = state.total() > 0 ? " of " + Human.count(state.total()) : "";
      parts.add(Human.count(state.rows()) + of + " rows");
    }
    addSpeed(parts, progress);
    if (progress.secondsLeft() >= 0) {
      parts.add(Human.whole(progress.secondsLeft()) + " left");
    }
    String running = "running for " + Human.whole(progress.running().toSeconds());
    parts.add(parts.isEmpty() ? running : "after " + Human.whole(progress.running().toSeconds()));
    return Columns.padRight(progress.job(), JOB)
        + " "
        + progress.label()
        + "  "
        + String.join(", ", parts);
  }

  /** The most telling first. */
  private static List<String> parts(Progress progress) {
    List<String> parts = new ArrayList<>();
    State state = progress.state();
    parts.add(
        progress.secondsLeft() >= 0
            ? Human.whole(progress.secondsLeft()) + " left"
            : Human.whole(progress.running().toSeconds()));
    addSpeed(parts, progress);
    if (state.rows() > 0) {
      parts.add(Human.count(state.rows(), "row"));
    }
    return parts;
  }

  private static void addSpeed(List<String> parts, Progress progress) {
    if (progress.rowsPerSecond() > 0) {
      parts.add(Human.count(Math.round(progress.rowsPerSecond())) + " rows/s");
    }
    if (progress.bytesPerSecond() > 0) {
      parts.add(Human.bytes(Math.round(progress.bytesPerSecond())) + "/s");
    }
  }

  private static String percent(Progress progress) {
    return String.format(Locale.ROOT, " %3d %%", (int) (progress.share() * 100));
  }

  private static String bar(Progress progress) {
    if (progress.share() < 0) {
      return "";
    }
    int eighths = (int) (progress.share() * BAR * 8);
    String full = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
    return full + "░".repeat(BAR - full.length());
  }
}
