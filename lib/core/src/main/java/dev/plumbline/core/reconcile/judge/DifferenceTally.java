package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.CommitSpan;
import dev.plumbline.core.reconcile.form.CanonicalValue;
import dev.plumbline.core.reconcile.form.DigestColumn;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts differences, passes each on and keeps a few. */
final class DifferenceTally {
  private final DifferenceSink sink;
  private final int samples;
  private final CommitTime time;
  private final Map<DifferenceKind, Span> spans = new EnumMap<>(DifferenceKind.class);
  private final Map<DifferenceKind, Long> rows = new EnumMap<>(DifferenceKind.class);
  private final Map<String, ColumnTriage> columns = new LinkedHashMap<>();
  private final List<Difference> kept = new ArrayList<>();
  private final Map<String, Long> tolerated = new TreeMap<>();

  /**
   * @param time the column that says when a row was written; null where none does
   */
  DifferenceTally(DifferenceSink sink, int samples, CommitTime time) {
    this.sink = sink;
    this.samples = samples;
    this.time = time;
  }

  void add(Difference difference) {
    rows.merge(difference.kind(), (long) difference.rows(), Long::sum);
    if (kept.size() < samples) {
      kept.add(difference);
    }
    if (difference.committed() != null) {
      spans
          .computeIfAbsent(difference.kind(), kind -> new Span())
          .add(difference.committed(), difference.rows());
    }
    sink.accept(difference);
  }

  /** From when to when rows of a kind were written; empty where no row says. */
  Optional<CommitSpan> committed(DifferenceKind kind) {
    return Optional.ofNullable(spans.get(kind))
        .map(
            span ->
                new CommitSpan(
                    kind.label(),
                    time.column().name(),
                    CanonicalValue.shown(time.column().form(), Long.toString(span.from)),
                    CanonicalValue.shown(time.column().form(), Long.toString(span.until)),
                    span.rows,
                    rows(kind)));
  }

  /** Microseconds, and the rows within. */
  private static final class Span {
    private long from = Long.MAX_VALUE;
    private long until = Long.MIN_VALUE;
    private long rows;

    void add(String micros, int more) {
      long at = Long.parseLong(micros);
      from = Math.min(from, at);
      until = Math.max(until, at);
      rows += more;
    }
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
