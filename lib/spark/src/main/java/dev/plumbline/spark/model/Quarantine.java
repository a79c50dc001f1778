package dev.plumbline.spark.model;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.run.QuarantineReport;
import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.SparkFailures;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeTable;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Rows that a silver model refuses, kept with the reason in {@code <model>_quarantine}.
 *
 * <p>Grain: one refused row of one run. Columns: {@code _reason}, {@code _row} (the row as JSON,
 * masked as the model is), {@code _run_id}, {@code _quarantined_at}.
 */
final class Quarantine {
  private final Lake lake;
  private final Clock clock;

  Quarantine(Lake lake, Clock clock) {
    this.lake = lake;
    this.clock = clock;
  }

  /** Sets the rows aside, once per run; no rows make no commit. */
  List<QuarantineReport> keep(ModelSpec model, Dataset<Row> refused, RunId run) {
    LakeTable table = table(model);
    List<Row> counts =
        SparkFailures.call(
            "count the refused rows of " + model.table(),
            () -> refused.groupBy(ModelShape.REJECT_REASON).count().collectAsList());
    if (!counts.isEmpty()) {
      Column[] values =
          model.columns().stream()
              .map(column -> functions.col(ModelShape.quoted(column.name())))
              .toArray(Column[]::new);
      table.append(
          refused.select(
              functions.col(ModelShape.REJECT_REASON).as("_reason"),
              functions
                  .to_json(functions.struct(values), Map.of("ignoreNullFields", "false"))
                  .as("_row"),
              functions.lit(run.value()).as("_run_id"),
              functions.lit(clock.instant()).as("_quarantined_at")),
          run);
    }
    return reports(model, table, counts);
  }

  /** What the run set aside earlier. */
  List<QuarantineReport> kept(ModelSpec model, RunId run) {
    LakeTable table = table(model);
    if (table.committed(run).isEmpty()) {
      return List.of();
    }
    return reports(
        model,
        table,
        SparkFailures.call(
            "read " + table.name(),
            () ->
                table
                    .rows()
                    .filter(functions.col("_run_id").equalTo(run.value()))
                    .groupBy("_reason")
                    .count()
                    .collectAsList()));
  }

  private LakeTable table(ModelSpec model) {
    return lake.table(Lake.quarantineName(model));
  }

  private static List<QuarantineReport> reports(
      ModelSpec model, LakeTable table, List<Row> counts) {
    return counts.stream()
        .map(
            row ->
                new QuarantineReport(model.table(), row.getString(0), row.getLong(1), table.name()))
        .sorted(java.util.Comparator.comparing(QuarantineReport::reason))
        .toList();
  }
}
