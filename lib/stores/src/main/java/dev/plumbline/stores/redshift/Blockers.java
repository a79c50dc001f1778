package dev.plumbline.stores.redshift;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Names the sessions that hold a lock on a table. {@code SVV_TRANSACTIONS} shows a user that is no
 * superuser only its own (Redshift guide), so there may be more than it names.
 */
final class Blockers {
  private static final String HOLDERS =
      "SELECT t.pid AS pid, t.txn_owner AS owner, t.txn_start AS since FROM svv_transactions t JOIN"
          + " pg_class c ON c.oid = t.relation JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
          + " n.nspname = ? AND c.relname = ? AND t.pid <> pg_backend_pid()";

  private Blockers() {}

  /**
   * Such as {@code process 1234 of reader (since 2026-01-01 02:00:00)}; empty when none is seen.
   */
  static Optional<String> describe(RedshiftSession session, List<RelationName> tables) {
    try {
      StringBuilder text = new StringBuilder();
      for (RelationName table : tables) {
        String holders =
            session.query(HOLDERS, table.schema(), table.table()).stream()
                .map(Blockers::holder)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!holders.isEmpty()) {
          text.append(text.isEmpty() ? "" : "; ")
              .append(table)
              .append(" is read by ")
              .append(holders);
        }
      }
      return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static String holder(Row row) {
    return "process "
        + row.text("pid").orElse("?")
        + " of "
        + row.text("owner").orElse("?")
        + row.text("since").map(since -> " (since " + since + ")").orElse("");
  }
}
