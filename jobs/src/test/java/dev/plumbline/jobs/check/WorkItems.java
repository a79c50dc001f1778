package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.TablePairing;
import dev.plumbline.core.schema.StoreColumn;
import dev.plumbline.core.schema.StoreKind;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.MySqlDigestDialect;
import java.sql.SQLException;
import java.util.List;

/** Tables that no store has. */
final class WorkItems {
  private WorkItems() {}

  /** A table with a numeric key. */
  static WorkItem item(String name, long rows, long bytes) {
    return item(name, "int", rows, bytes);
  }

  static WorkItem item(String name, String keyType, long rows, long bytes) {
    StoreTable table =
        new StoreTable(
            StoreKind.MYSQL,
            new TableName("shop", name),
            List.of(new StoreColumn("id", keyType, "utf8mb4", false)),
            List.of("id"),
            rows,
            bytes);
    TablePairing pairing = TablePairing.of(table, table, DigestStrength.STANDARD);
    return new WorkItem(
        name, table, pairing, side(pairing, "left", name), side(pairing, "right", name));
  }

  private static JdbcSide side(TablePairing pairing, String label, String name) {
    return new JdbcSide(
        MySqlDigestDialect.INSTANCE,
        pairing.form(),
        new ComparedTable(label + " shop." + name, List.of("shop", name), pairing.left(), ""),
        () -> {
          throw new SQLException("there is no such store");
        });
  }
}
