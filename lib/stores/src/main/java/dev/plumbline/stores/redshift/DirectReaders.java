package dev.plumbline.stores.redshift;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Who queries the replica past the serving views, from {@code SYS_QUERY_HISTORY}. A user that is no
 * superuser sees only its own queries there, unless it has the role sys:monitor.
 */
public final class DirectReaders {
  private static final String QUERIES =
      "SELECT username, COUNT(*) AS n, MAX(start_time) AS last FROM sys_query_history WHERE"
          + " start_time >= ? AND TRIM(query_type) = 'SELECT' AND username <> current_user AND"
          + " LOWER(REPLACE(query_text, '\"', '')) LIKE ? GROUP BY username";

  private DirectReaders() {}

  /**
   * A user that read the replica's table directly.
   *
   * @param queries how often since the given instant
   */
  public record DirectReader(String table, String user, long queries, Instant last) {}

  /** Who read the replica's table directly since that instant. */
  public static List<DirectReader> of(RedshiftSession session, ServedTable table, Instant since)
      throws SQLException {
    List<DirectReader> readers = new ArrayList<>();
    if (table.replica().isEmpty()) {
      return readers;
    }
    String name = table.replica().get().toString().toLowerCase(java.util.Locale.ROOT);
    for (Row row : session.query(QUERIES, since, "%" + name + "%")) {
      readers.add(
          new DirectReader(
              table.id(),
              row.text("username").orElse("?"),
              row.number("n").orElse(0L),
              row.instant("last").orElse(since)));
    }
    return readers;
  }

  /** How far back is looked. */
  public static Duration window() {
    return Duration.ofHours(24);
  }
}
