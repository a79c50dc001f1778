package dev.plumbline.stores.redshift;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
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

  /** The policies on a copy, as a session in its database sees them. */
  static Set<String> of(RedshiftSession session, RelationName copy) throws SQLException {
    Set<String> all = new LinkedHashSet<>();
    for (String view : List.of(ROWS, MASKS)) {
      all.addAll(policies(session, view, copy));
    }
    return all;
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
