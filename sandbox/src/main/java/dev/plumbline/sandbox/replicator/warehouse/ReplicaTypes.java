package dev.plumbline.sandbox.replicator.warehouse;

import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.TypeMapping;

/** Column types of replicas in PostgreSQL. */
final class ReplicaTypes {
  private ReplicaTypes() {}

  /** The column's definition: its quoted name and type. */
  static String definition(SourceColumn column) {
    return ReplicaNames.quote(column.name()) + " " + type(column);
  }

  /** The bare type, as a cast names it. */
  static String type(SourceColumn column) {
    String redshift = TypeMapping.redshiftType(column).orElseThrow();
    if (redshift.startsWith("VARBYTE")) {
      return "bytea";
    }
    return redshift.equals("SUPER") ? "jsonb" : redshift;
  }
}
