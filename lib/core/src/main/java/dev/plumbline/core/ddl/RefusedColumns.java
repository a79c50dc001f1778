package dev.plumbline.core.ddl;

import dev.plumbline.core.ddl.Ddl.ColumnDefinition;
import dev.plumbline.core.ddl.Ddl.Reference;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.ReplicaNames;
import java.util.Optional;

/** Columns with which zero-ETL takes no table. */
final class RefusedColumns {
  private RefusedColumns() {}

  /** Why the table fails with such a column. */
  static Optional<Judgement> refusal(ColumnDefinition column) {
    return name(column.name())
        .or(() -> type(column.name(), column.type()))
        .or(() -> column.reference().flatMap(RefusedColumns::reference));
  }

  /** The same of the columns that a table has. */
  static Optional<Judgement> refusal(KnownTables.Known table) {
    return table.columns().entrySet().stream()
        .map(
            column ->
                name(column.getKey()).or(() -> type(column.getKey(), column.getValue().type())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  static Optional<Judgement> name(String name) {
    if (ReplicaNames.isTaken(name)) {
      return breaks("the integration uses the column name " + name + " itself");
    }
    return ReplicaNames.bytes(name) > ReplicaNames.MOST_BYTES
        ? breaks("Redshift's names end at " + ReplicaNames.MOST_BYTES + " bytes: " + name)
        : Optional.empty();
  }

  static Optional<Judgement> type(String name, String type) {
    return parse(type).flatMap(ColumnType::replica).isPresent()
        ? Optional.empty()
        : breaks(
            "zero-ETL supports no column of type " + type + " (" + name + "), so the table fails");
  }

  static Optional<Judgement> reference(Reference reference) {
    return reference.acts()
        ? breaks(
            "ON DELETE or ON UPDATE with CASCADE, SET NULL or SET DEFAULT changes rows past the"
                + " binary log, so the table fails",
            "-- Leave the rule out and let the application change the rows of this table")
        : Optional.empty();
  }

  /** Empty where it is no type of MySQL. */
  static Optional<ColumnType> parse(String type) {
    try {
      return Optional.of(ColumnType.parse(type));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Judgement> breaks(String reason, String... instead) {
    return Optional.of(Judgement.of(DdlEffect.BREAKS, reason, instead));
  }
}
