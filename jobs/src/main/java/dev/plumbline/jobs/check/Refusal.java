package dev.plumbline.jobs.check;

import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.table.ColumnType;
import java.util.Locale;
import java.util.Optional;

/** Why zero-ETL does not replicate a table, in a word or two. */
final class Refusal {
  private Refusal() {}

  /**
   * What the source's own catalogue tells; otherwise the table's state.
   *
   * @param state as the integration says it
   */
  static String of(Optional<SourceTable> table, String state) {
    if (state.startsWith("Resync")) {
      return "resync";
    }
    return table.flatMap(Refusal::bySource).orElse(state.equals("missing") ? "left out" : state);
  }

  private static Optional<String> bySource(SourceTable table) {
    if (table.primaryKey().isEmpty()) {
      return Optional.of("no key");
    }
    Optional<ColumnType> refused =
        table.columns().stream()
            .flatMap(column -> column.type().stream())
            .filter(type -> type.replica().isEmpty())
            .findFirst();
    if (refused.isPresent()) {
      return refused.map(type -> type.type().name().replace('_', ' ').toUpperCase(Locale.ROOT));
    }
    return table.foreignKeys().stream().anyMatch(SourceTable.ForeignKey::acts)
        ? Optional.of("CASCADE")
        : Optional.empty();
  }
}
