package dev.plumbline.stores.redshift;

import java.sql.SQLException;

/** Exact row counts. */
public final class RedshiftCounts {
  private RedshiftCounts() {}

  /** What counting a table came to. */
  public sealed interface Count {
    /** It has so many rows. */
    record Rows(long rows) implements Count {}

    /** It could not be read, and why. */
    record Unreadable(String reason) implements Count {}
  }

  /**
   * Counts a table of this database, or of the integration database by its three-part name.
   *
   * @param filter a condition that rows must meet; empty for all rows
   * @return {@link Count.Unreadable} when the table is absent, not readable in its present state or
   *     not granted
   * @throws SQLException when the session is gone
   */
  public static Count rows(RedshiftSession session, RelationName name, String filter)
      throws SQLException {
    try {
      return new Count.Rows(count(session, name, filter));
    } catch (SQLException e) {
      if (RedshiftErrors.connectionLost(e)) {
        throw e;
      }
      return new Count.Unreadable("Cannot read " + name + ": " + RedshiftErrors.text(e));
    }
  }

  static long count(RedshiftSession session, RelationName name, String filter) throws SQLException {
    return session
        .first(RedshiftDialect.count(name) + (filter.isEmpty() ? "" : " WHERE (" + filter + ")"))
        .flatMap(row -> row.number("row_count"))
        .orElseThrow(() -> new SQLException("Redshift answered COUNT(*) with no row"));
  }
}
