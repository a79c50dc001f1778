package dev.plumbline.stores.replica;

import dev.plumbline.stores.replica.Checkpoint.Binlog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

/**
 * Looks into the source's binary log for what the replica has yet to apply.
 *
 * <p>On an idle source the log goes on without a commit (it is rotated, a server restarts), so the
 * replica's last checkpoint stays before the source's position for ever. It has passed it all the
 * same when nothing between the two changes a row or a table.
 */
final class SourceLog {
  /** Events that frame or describe others, and carry no change of their own. */
  private static final Set<String> FRAMES =
      Set.of(
          "format_desc",
          "previous_gtids",
          "gtid_list",
          "binlog_checkpoint",
          "rotate",
          "stop",
          "heartbeat",
          "start_encryption");

  private static final int MOST_EVENTS = 200;

  private SourceLog() {}

  /**
   * Whether nothing was committed between the checkpoint and the position. Reads a few events at
   * most; false when there are more, or when the account may not read the log.
   */
  static boolean quietBetween(Connection writer, Binlog checkpoint, SourcePosition position) {
    try {
      String file = fileOf(checkpoint, position);
      long from = checkpoint.offset();
      while (file != null) {
        String next = quietFrom(writer, file, from);
        if (next == null) {
          return false;
        }
        if (file.equals(position.file())) {
          return true;
        }
        file = next;
        from = 4;
      }
      return false;
    } catch (SQLException e) {
      return false;
    }
  }

  /** The next file, or the same at its end; null when something was committed. */
  private static String quietFrom(Connection writer, String file, long from) throws SQLException {
    try (PreparedStatement statement =
        writer.prepareStatement(
            "SHOW BINLOG EVENTS IN '"
                + file.replace("'", "")
                + "' FROM "
                + Math.max(4, from)
                + " LIMIT "
                + MOST_EVENTS)) {
      try (ResultSet events = statement.executeQuery()) {
        String next = file;
        int seen = 0;
        while (events.next()) {
          seen++;
          String type = events.getString("Event_type").toLowerCase(Locale.ROOT);
          if (!FRAMES.contains(type)) {
            return null;
          }
          if (type.equals("rotate")) {
            next = events.getString("Info").split(";", 2)[0];
          } else if (type.equals("stop")) {
            next = following(file);
          }
        }
        return seen == MOST_EVENTS ? null : next;
      }
    }
  }

  private static String fileOf(Binlog checkpoint, SourcePosition position) {
    int dot = checkpoint.file().lastIndexOf('.');
    return dot >= 0
        ? checkpoint.file()
        : position.file().substring(0, position.file().lastIndexOf('.') + 1)
            + String.format(Locale.ROOT, "%06d", Long.parseLong(checkpoint.file()));
  }

  private static String following(String file) {
    int dot = file.lastIndexOf('.');
    String number = file.substring(dot + 1);
    return file.substring(0, dot + 1)
        + String.format(Locale.ROOT, "%0" + number.length() + "d", Long.parseLong(number) + 1);
  }
}
