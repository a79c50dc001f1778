package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.form.DigestColumn;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts differences, passes each on and keeps a few. */
final class DifferenceTally {
  private final DifferenceSink sink;
  private final int samples;
  private final Map<DifferenceKind, Long> rows = new EnumMap<>(DifferenceKind.class);
  private final Map<String, ColumnTriage> columns = new LinkedHashMap<>();
  private final List<Difference> kept = new ArrayList<>();
  private final Map<String, Long> tolerated = new TreeMap<>();

  DifferenceTally(DifferenceSink sink, int samples) {
    this.sink = sink;
    this.samples = samples;
  }

  void add(Difference difference) {
    rows.merge(difference.kind(), (long) difference.rows(), Long::sum);
    if (kept.size() < samples) {
      kept.add(difference);
    }
    sink.accept(difference);
  }

  /** A cell that differs by no more than its column's tolerance. */
  void tolerated(String column) {
    tolerated.merge(column, 1L, Long::sum);
  }

  /** Cells that are equal by tolerance only, by column. */
  Map<String, Long> tolerated() {
    return tolerated;
  }

  ColumnTriage triage(DigestColumn column) {
    return columns.computeIfAbsent(column.name(), ColumnTriage::new);
  }

  long rows(DifferenceKind kind) {
    return rows.getOrDefault(kind, 0L);
  }

  List<Difference> samples() {
    return kept;
  }

  /** The columns in which something differs. */
  List<ColumnTriage> differingColumns() {
    return columns.values().stream().filter(column -> column.different() > 0).toList();
  }
}
