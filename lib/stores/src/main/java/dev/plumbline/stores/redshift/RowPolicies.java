package dev.plumbline.stores.redshift;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policies that hide rows or mask columns of a table: {@code SVV_RLS_ATTACHED_POLICY} and {@code
 * SVV_ATTACHED_MASKING_POLICY} (Redshift guide). They apply to whoever reads through a view, too. A
 * view that cannot be read tells nothing, and only a warning is left in the log.
 */
final class RowPolicies {
  private static final Logger LOG = LoggerFactory.getLogger(RowPolicies.class);
  private static final String ROWS =
      "SELECT polname AS policy, grantee FROM svv_rls_attached_policy WHERE relschema = ? AND"
          + " relname = ?";
  private static final String MASKS =
      "SELECT policy_name AS policy, grantee FROM svv_attached_masking_policy WHERE schema_name = ?"
          + " AND table_name = ?";

  private RowPolicies() {}

  /** What the present copy hides and the next one would not; empty when there is nothing. */
  static Optional<String> lost(RedshiftSession session, RelationName present, RelationName next)
      throws SQLException {
    Set<String> lost = new LinkedHashSet<>();
    for (String view : List.of(ROWS, MASKS)) {
      Set<String> hidden = policies(session, view, present);
      hidden.removeAll(policies(session, view, next));
      lost.addAll(hidden);
    }
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            present + " has and " + next + " lacks the policy " + String.join(", ", lost));
  }

  private static Set<String> policies(RedshiftSession session, String view, RelationName table)
      throws SQLException {
    Set<String> policies = new LinkedHashSet<>();
    try {
      for (Row row : session.query(view, table.schema(), table.table())) {
        policies.add(row.text("policy").orElse("?") + " for " + row.text("grantee").orElse("?"));
      }
    } catch (SQLException e) {
      if (RedshiftErrors.connectionLost(e)) {
        throw e;
      }
      LOG.warn("Policies of {} cannot be compared: {}", table, RedshiftErrors.text(e));
    }
    return policies;
  }
}
