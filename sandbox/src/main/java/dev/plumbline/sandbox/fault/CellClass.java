package dev.plumbline.sandbox.fault;

import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.TypeMapping;
import java.util.Set;

/** What a column's values are, as far as it matters to a fault. */
enum CellClass {
  /** Whole and decimal numbers. */
  NUMBER,
  FLOAT,
  DATE,
  TIMESTAMP,
  /** CHAR, VARCHAR and TEXT. */
  TEXT,
  /** What the replica holds as text although it is none: ENUM, SET, TIME, YEAR. */
  LABEL,
  BYTES,
  JSON;

  private static final Set<String> TEXTS =
      Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext");

  static CellClass of(SourceColumn column) {
    String type = TypeMapping.redshiftType(column).orElseThrow().replaceAll("\\(.*", "");
    return switch (type) {
      case "SMALLINT", "INTEGER", "BIGINT", "DECIMAL" -> NUMBER;
      case "REAL", "DOUBLE PRECISION" -> FLOAT;
      case "DATE" -> DATE;
      case "TIMESTAMP" -> TIMESTAMP;
      case "VARBYTE" -> BYTES;
      case "SUPER" -> JSON;
      default -> TEXTS.contains(column.dataType()) ? TEXT : LABEL;
    };
  }
}
