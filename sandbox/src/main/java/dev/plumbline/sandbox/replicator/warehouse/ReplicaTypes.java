package dev.plumbline.sandbox.replicator.warehouse;

import dev.plumbline.sandbox.gateway.PgTypes;
import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.TypeMapping;

/** Column types of replicas in PostgreSQL. */
final class ReplicaTypes {
  private ReplicaTypes() {}

  /** The column's definition: its quoted name and type. */
  static String definition(SourceColumn column) {
    return PgTypes.pgColumn(column.name(), TypeMapping.redshiftType(column).orElseThrow());
  }

  /** The bare type, as a cast names it. */
  static String type(SourceColumn column) {
    return PgTypes.pgColumn(TypeMapping.redshiftType(column).orElseThrow());
  }
}
