package dev.plumbline.stores.redshift;

import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.RunId;
import dev.plumbline.stores.redshift.ServingViews.Order;
import java.util.List;

/** The SQL that takes a switch back, for someone who has a query editor and not this tool. */
public final class SwitchBack {
  private SwitchBack() {}

  /** One transaction; where nothing served the tables before, it drops the views. */
  public static String sql(Fence fence, RunId runId, List<Order> group) {
    StringBuilder sql =
        new StringBuilder("-- Takes back the switch of run ")
            .append(runId)
            .append(
                ".\n-- Run it as the owner of the views. If it times out, a query holds a view:")
            .append(
                "\n-- run it again. 'plumbline route' reads from the ledger what was done here.\n")
            .append("SET enable_case_sensitive_identifier TO true;\n")
            .append("BEGIN;\nSET statement_timeout TO 500;\n");
    for (Order order : group) {
      if (order.from().isEmpty()) {
        sql.append("DROP VIEW ").append(order.table().view().sql()).append(";\n");
      } else {
        Target back = order.from().get();
        sql.append(order.table().replace(back)).append(";\n").append(note(fence, order, back));
      }
    }
    return sql.append("COMMIT;\nRESET statement_timeout;\n").toString();
  }

  private static String note(Fence fence, Order order, Target back) {
    return "INSERT INTO plumbline.routes (pipeline, run_id, table_name, target, reason, since, token)"
        + " VALUES ("
        + RedshiftDialect.literal(fence.pipeline())
        + ", 'by-hand', "
        + RedshiftDialect.literal(order.table().id())
        + ", "
        + RedshiftDialect.literal(back.label())
        + ", 'switched back by hand', SYSDATE, "
        + fence.token()
        + ");\n";
  }
}
