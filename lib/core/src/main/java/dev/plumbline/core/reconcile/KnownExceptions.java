package dev.plumbline.core.reconcile;

import dev.plumbline.core.table.ExpectSpec;
import dev.plumbline.core.table.ExpectSpec.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a table's declaration says of differences beforehand. A comparison is quiet only where every
 * difference that it found falls under an exception whose date has not come; whatever lies outside
 * keeps it loud.
 */
public final class KnownExceptions {
  private static final Map<String, Kind> ROW_KINDS =
      Map.of("missing", Kind.MISSING, "extra", Kind.EXTRA, "duplicate", Kind.DUPLICATE);

  /** Kinds of differences whose columns decide. */
  private static final Set<String> CELL_KINDS = Set.of("changed", "key-case");

  private static final String LOSS = "expected-loss";

  private final List<ExpectSpec> declared;
  private final LocalDate today;

  /**
   * @param today in UTC
   */
  public KnownExceptions(List<ExpectSpec> declared, LocalDate today) {
    this.declared = List.copyOf(declared);
    this.today = today;
  }

  /** The columns in which a loss on the way is accepted today. */
  public Set<String> columnsOfLoss() {
    return holding(Kind.EXPECTED_LOSS)
        .flatMap(spec -> spec.columns().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A table that zero-ETL refuses. */
  public ReconcileReport notReplicated(ReconcileReport report) {
    List<ExpectSpec> all = of(Kind.NOT_REPLICATED).toList();
    return told(report, all, all.stream().anyMatch(this::holds), "");
  }

  /**
   * A comparison that was made.
   *
   * @param whole false where reading stopped before all differences were seen
   */
  public ReconcileReport compared(ReconcileReport report, boolean whole) {
    return switch (report.verdict()) {
      case EXPECTED_LOSS ->
          told(
              report,
              of(Kind.EXPECTED_LOSS).filter(spec -> touches(spec, names(report))).toList(),
              true,
              "");
      case MISMATCH -> mismatch(report, whole);
      default -> report;
    };
  }

  private ReconcileReport mismatch(ReconcileReport report, boolean whole) {
    Evidence evidence = report.evidence();
    List<String> columns =
        evidence.columns().stream()
            .filter(column -> column.different() > column.expected())
            .map(Evidence.Column::column)
            .toList();
    List<ExpectSpec> relevant =
        declared.stream()
            .filter(spec -> touches(spec, columns) || counts(spec, evidence.kinds()))
            .toList();
    if (relevant.isEmpty()) {
      return report;
    }
    List<String> outside = outside(evidence, columns);
    if (!whole) {
      outside.add("rows that were not read any more");
    }
    return told(report, relevant, outside.isEmpty(), String.join(", ", outside));
  }

  /** What was found and falls under no exception that holds. */
  private List<String> outside(Evidence evidence, List<String> columns) {
    List<String> outside = new ArrayList<>();
    Set<String> known =
        holding(Kind.MISMATCH).flatMap(spec -> spec.columns().stream()).collect(Collectors.toSet());
    columns.stream()
        .filter(column -> !known.contains(column))
        .map(column -> "column " + column)
        .forEach(outside::add);
    evidence.kinds().entrySet().stream()
        .filter(kind -> kind.getValue() > 0)
        .sorted(Map.Entry.comparingByKey())
        .filter(kind -> !covered(kind.getKey(), columns))
        .map(kind -> kind.getValue() + " " + kind.getKey())
        .forEach(outside::add);
    return outside;
  }

  private boolean covered(String kind, List<String> columns) {
    if (CELL_KINDS.contains(kind)) {
      // Where no cells were read, nobody knows which columns differ.
      return !columns.isEmpty();
    }
    return kind.equals(LOSS)
        || (ROW_KINDS.containsKey(kind) && holding(ROW_KINDS.get(kind)).findAny().isPresent());
  }

  private ReconcileReport told(
      ReconcileReport report, List<ExpectSpec> specs, boolean quiet, String outside) {
    if (specs.isEmpty()) {
      return report;
    }
    List<Known> known = specs.stream().map(Known::of).toList();
    Stream<String> words = known.stream().map(each -> each.words(today));
    Stream<String> beyond =
        outside.isEmpty() ? Stream.of() : Stream.of("outside of what is known: " + outside);
    String message =
        Stream.of(Stream.of(report.message()), words, beyond)
            .flatMap(texts -> texts)
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining("; "));
    return report.known(known, quiet, message);
  }

  private static List<String> names(ReconcileReport report) {
    return report.evidence().columns().stream().map(Evidence.Column::column).toList();
  }

  private static boolean touches(ExpectSpec spec, Collection<String> columns) {
    return spec.columns().stream().anyMatch(columns::contains);
  }

  private static boolean counts(ExpectSpec spec, Map<String, Long> kinds) {
    return ROW_KINDS.entrySet().stream()
        .filter(kind -> kind.getValue() == spec.kind())
        .anyMatch(kind -> kinds.getOrDefault(kind.getKey(), 0L) > 0);
  }

  private Stream<ExpectSpec> of(Kind kind) {
    return declared.stream().filter(spec -> spec.kind() == kind);
  }

  private Stream<ExpectSpec> holding(Kind kind) {
    return of(kind).filter(this::holds);
  }

  private boolean holds(ExpectSpec spec) {
    return spec.holds(today);
  }
}
