package dev.plumbline.core.reconcile;

import dev.plumbline.core.text.Human;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * When the rows of one kind of difference were written at the side that has them, by a column that
 * says so.
 *
 * @param kind such as {@code missing}
 * @param column that holds the time
 * @param from the earliest, ISO-8601; ends with Z where the column knows its zone
 * @param until the latest
 * @param rows of that kind whose time is known
 * @param of all rows of that kind
 */
public record CommitSpan(
    String kind, String column, String from, String until, long rows, long of) {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  /** Such as {@code all committed 2026-10-03 02:11-02:14Z by updated_at}. */
  public String words() {
    String who = rows == of ? of == 1 ? "" : "all " : Human.count(rows) + " of them ";
    return who + "committed " + span() + " by " + column;
  }

  private String span() {
    boolean zone = from.endsWith("Z");
    LocalDateTime first = LocalDateTime.parse(bare(from));
    LocalDateTime last = LocalDateTime.parse(bare(until));
    String end =
        last.toLocalDate().equals(first.toLocalDate())
            ? MINUTE.format(last)
            : last.toLocalDate() + " " + MINUTE.format(last);
    boolean one = MINUTE.format(first).equals(end);
    return first.toLocalDate()
        + " "
        + MINUTE.format(first)
        + (one ? "" : last.toLocalDate().equals(first.toLocalDate()) ? "-" + end : " - " + end)
        + (zone ? "Z" : "");
  }

  private static String bare(String time) {
    return time.endsWith("Z") ? time.substring(0, time.length() - 1) : time;
  }
}
