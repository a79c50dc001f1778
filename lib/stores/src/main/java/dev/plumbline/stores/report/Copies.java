package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.stores.report.CopyRow.Copy;
import dev.plumbline.stores.report.CopyRow.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Puts a run's comparisons together: one row per table with all its copies. */
final class Copies {
  private static final String API_PREFIX = "bronze_api.";

  private final RunReport report;

  private Copies(RunReport report) {
    this.report = report;
  }

  /** Tables first, then API resources, then models, each in the order of the report. */
  static List<CopyRow> of(RunReport report) {
    return new Copies(report).rows();
  }

  static List<CopyRow> of(RunReport report, Kind... kinds) {
    List<Kind> wanted = List.of(kinds);
    return of(report).stream().filter(row -> wanted.contains(row.kind())).toList();
  }

  private List<CopyRow> rows() {
    Map<String, Map<Pair, ReconcileReport>> tables = new LinkedHashMap<>();
    List<CopyRow> models = new ArrayList<>();
    for (ReconcileReport each : report.reconcile()) {
      if (each.pair() == Pair.LAKE_REDSHIFT) {
        models.add(model(each));
      } else {
        tables.computeIfAbsent(each.table(), key -> new LinkedHashMap<>()).put(each.pair(), each);
      }
    }
    Stream<CopyRow> tableRows =
        tables.entrySet().stream().map(e -> table(e.getKey(), e.getValue()));
    return Stream.of(tableRows, apiRows(), models.stream()).flatMap(rows -> rows).toList();
  }

  private CopyRow table(String table, Map<Pair, ReconcileReport> pairs) {
    ReconcileReport replica = pairs.get(Pair.SOURCE_REPLICA);
    ReconcileReport bronze = pairs.get(Pair.SOURCE_BRONZE);
    ReconcileReport fallback = pairs.get(Pair.BRONZE_FALLBACK);
    Copy source = known(left(replica)) ? left(replica) : left(bronze);
    Copy lake = known(right(bronze)) ? right(bronze) : left(fallback);
    return new CopyRow(
        table,
        Kind.TABLE,
        List.of(source, right(replica), lake, right(fallback)),
        secondsOf(step -> belongs(step, table)));
  }

  private CopyRow model(ReconcileReport judged) {
    return new CopyRow(
        judged.table(),
        Kind.MODEL,
        List.of(left(judged), right(judged)),
        secondsOf(step -> physical(step).equals(judged.table())));
  }

  private Stream<CopyRow> apiRows() {
    return report.steps().stream()
        .filter(step -> step.job().equals("extract") && step.table().startsWith(API_PREFIX))
        .map(Copies::api);
  }

  private static CopyRow api(StepReport step) {
    String resource = step.table().substring(API_PREFIX.length());
    Copy read = new Copy(step.rowsRead(), "API " + resource, null);
    Copy bronze = new Copy(step.rowsWritten(), step.table(), null);
    return new CopyRow(
        resource, Kind.API, List.of(read, Copy.NONE, bronze, Copy.NONE), step.seconds());
  }

  private double secondsOf(Predicate<StepReport> wanted) {
    return report.steps().stream().filter(wanted).mapToDouble(StepReport::seconds).sum();
  }

  /** Whether the step worked on some copy of the table: its physical names end with its id. */
  private static boolean belongs(StepReport step, String table) {
    String id = table.substring(table.lastIndexOf('.') + 1);
    String name = physical(step);
    boolean elsewhere =
        name.startsWith(API_PREFIX) || name.startsWith("silver.") || name.startsWith("gold.");
    return !elsewhere && (name.equals(id) || name.endsWith("." + id));
  }

  /** The table's name; a comparison's step has the pair after it. */
  private static String physical(StepReport step) {
    int end = step.table().indexOf(' ');
    return end < 0 ? step.table() : step.table().substring(0, end);
  }

  private static boolean known(Copy copy) {
    return copy.rows() >= 0;
  }

  private static Copy left(ReconcileReport report) {
    return report == null || report.left() == null
        ? Copy.NONE
        : new Copy(report.left().rows(), report.left().store(), null);
  }

  private static Copy right(ReconcileReport report) {
    if (report == null) {
      return Copy.NONE;
    }
    return report.right() == null
        ? new Copy(-1, null, report)
        : new Copy(report.right().rows(), report.right().store(), report);
  }
}
