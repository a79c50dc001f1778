package dev.plumbline.stores.mysql.binlog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the binary log of one server, to go on from.
 *
 * @param server what tells the server from others: its UUID, or its id where it has none
 * @param begun when the log file was begun, in seconds since the epoch: a log that was begun anew
 *     has files of the same names
 * @param file name of the log file
 * @param offset in that file, in bytes; between two transactions
 */
public record LogMark(String server, long begun, String file, long offset) {
  private static final Pattern TEXT =
      Pattern.compile("(?<server>\\S+) (?<begun>\\d{1,18}) (?<file>\\S+):(?<offset>\\d{1,18})");

  /** The mark that {@link #text} wrote; empty for any other text. */
  public static Optional<LogMark> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new LogMark(
                matcher.group("server"),
                Long.parseLong(matcher.group("begun")),
                matcher.group("file"),
                Long.parseLong(matcher.group("offset"))))
        : Optional.empty();
  }

  /** All of it in one line, such as {@code id-1 1772000000 binlog.000003:510}. */
  public String text() {
    return server + " " + begun + " " + place();
  }

  LogPlace place() {
    return new LogPlace(file, offset);
  }

  /** Such as {@code binlog.000003:510}. */
  @Override
  public String toString() {
    return place().toString();
  }
}
