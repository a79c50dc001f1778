package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.publish.PublishTable.Column;
import dev.plumbline.core.table.ColumnType;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** Says why a COPY failed, from what Redshift notes about it in {@code SYS_LOAD_ERROR_DETAIL}. */
final class LoadErrors {
  private static final String DETAIL =
      "SELECT column_name, column_type, error_message, file_name FROM sys_load_error_detail WHERE"
          + " session_id = ? ORDER BY start_time DESC LIMIT 1";

  private LoadErrors() {}

  /** The cause with table, column and remedy, as far as they can be found out. */
  static String describe(RedshiftSession session, PublishTable table, SQLException failure) {
    String cause = RedshiftErrors.text(failure);
    Optional<Row> detail = detail(session, failure);
    String column = detail.flatMap(row -> row.text("column_name")).orElse("");
    String error = detail.flatMap(row -> row.text("error_message")).orElse("");
    StringBuilder text = new StringBuilder(cause);
    if (!error.isEmpty() && !cause.contains(error)) {
      text.append("; ").append(error);
    }
    table.columns().stream()
        .filter(known -> known.name().equals(column))
        .findFirst()
        .ifPresent(known -> text.append(remedy(table, known, cause + error)));
    return text.toString();
  }

  private static Optional<Row> detail(RedshiftSession session, SQLException failure) {
    if (RedshiftErrors.connectionLost(failure)) {
      return Optional.empty();
    }
    try {
      long pid =
          session.first("SELECT pg_backend_pid() AS pid").flatMap(r -> r.number("pid")).orElse(-1L);
      return session.first(DETAIL, pid);
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return Optional.empty();
    }
  }

  private static String remedy(PublishTable table, Column column, String error) {
    String where = "; column " + column.name() + " of " + table.name();
    if (!isOverflow(error)) {
      return where;
    }
    String widest = "VARCHAR(" + ColumnType.VARCHAR_MAX_BYTES + ")";
    if (column.stagingType().equals(widest)) {
      return where
          + " holds a text over 65,535 bytes, the most that Redshift stores: shorten it at the"
          + " source, or leave the table out with 'publish: {fallback: false}' in its declaration";
    }
    return where
        + " holds a value wider than "
        + column.stagingType()
        + " (Redshift counts bytes): declare the column as wide as it is at the source, or raise"
        + " the model column's 'length'";
  }

  private static boolean isOverflow(String error) {
    String text = error.toLowerCase(Locale.ROOT);
    return text.contains("length") || text.contains("too long") || text.contains("exceeds");
  }
}
