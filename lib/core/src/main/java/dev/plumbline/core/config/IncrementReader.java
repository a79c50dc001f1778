package dev.plumbline.core.config;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.table.ColumnClass;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.IncrementSpec;
import dev.plumbline.core.table.TierSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads key {@code incremental} of a table's section {@code reconcile}. */
final class IncrementReader {
  private static final String KEY = "incremental";
  private static final Duration STANDARD_WHOLE = Duration.ofDays(7);

  private IncrementReader() {}

  /**
   * @param reconcile the section that holds it
   * @param tier as it is declared there
   */
  static Optional<IncrementSpec> read(
      Section reconcile, List<ColumnSpec> columns, List<String> key, TierSpec tier) {
    if (!reconcile.has(KEY)) {
      return Optional.empty();
    }
    if (reconcile.has("sample")) {
      problem(reconcile, "does not go together with 'sample': declare one of them");
    }
    if (key.isEmpty()) {
      problem(reconcile, "needs a table with a key, by which a written row is found on both sides");
    }
    columns.stream()
        .filter(column -> key.contains(column.name()))
        .filter(column -> !inStore(column))
        .forEach(
            column ->
                problem(
                    reconcile,
                    "needs a key that stores compare, and key column '"
                        + column.name()
                        + "' is "
                        + column.type()));
    // Counts prove nothing that the next comparison could stand on.
    tier.depth()
        .filter(depth -> Depth.of(depth).compareTo(Depth.CHECKSUMS) < 0)
        .ifPresent(depth -> problem(reconcile, "needs tier depth checksums or deeper"));
    Section section = reconcile.section(KEY);
    Duration whole =
        section
            .parsed("whole", Spans::parse, "a time span, such as 1d or 7d")
            .orElse(STANDARD_WHOLE);
    Optional<CursorSpec> cursor = CursorKeys.read(section, columns);
    // What is said of a cursor that is none was not asked for.
    cursor.ifPresent(each -> section.done());
    return cursor.map(each -> new IncrementSpec(each, whole));
  }

  private static boolean inStore(ColumnSpec column) {
    return DigestColumn.of(column.name(), column.type()).columnClass() == ColumnClass.IN_STORE;
  }

  private static void problem(Section section, String what) {
    section.problem(KEY, "key '" + section.qualified(KEY) + "' " + what);
  }
}
