package dev.plumbline.spark.model;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.QualityException;
import dev.plumbline.core.run.QualityReport;
import dev.plumbline.core.run.QuarantineReport;
import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.SparkFailures;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeCommit;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.quality.QualityGate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/** Builds silver and gold tables, one at a time. Safe for use by several threads. */
public final class ModelBuilder {
  /** The fact of a commit that says what its rows were made from. */
  private static final String INPUTS = "inputs";

  private final SparkSession spark;
  private final SparkSession measuring;
  private final Lake lake;
  private final Quarantine quarantine;

  public ModelBuilder(SparkSession spark, Lake lake, Clock clock) {
    this.spark = spark;
    this.measuring = QualityGate.session(spark);
    this.lake = lake;
    this.quarantine = new Quarantine(lake, clock);
  }

  /**
   * What the model's last build came to, where it was built from just the same inputs by the same
   * SQL and declaration. Empty where it has to be built.
   */
  public Optional<ModelReport> unchanged(ModelSpec model) {
    LakeTable table = lake.table(model.table());
    Optional<String> built = table.exists() ? table.fact(INPUTS) : Optional.empty();
    Optional<LakeCommit> last = built.isEmpty() ? Optional.empty() : table.lastCommit();
    if (last.isEmpty() || !inputs(model, select(model)).equals(built)) {
      return Optional.empty();
    }
    List<QuarantineReport> refused =
        table.lastRun().map(run -> quarantine.kept(model, run)).orElse(List.of());
    return Optional.of(new ModelReport(last.get().again(), refused, List.of()));
  }

  private Optional<String> inputs(ModelSpec model, Dataset<Row> selected) {
    return ModelInputs.of(model, selected.queryExecution().analyzed(), spark, lake);
  }

  /**
   * Runs the model's SELECT, sets refused rows aside, writes the rest where no reader sees it,
   * measures it, and makes it the table's state only when the key is unique and every rule of
   * severity error holds. The same run id again does nothing.
   *
   * @throws PlumblineException exit 2 when the SELECT does not fit its inputs or its declaration,
   *     exit 20 when an input was given columns for rows that never came
   * @throws QualityException when a rule does not hold or a value does not fit the SQL; the table
   *     stays as it was
   */
  public ModelReport build(ModelSpec model, RunId run) {
    LakeTable table = lake.table(model.table());
    Optional<LakeCommit> earlier = table.committed(run);
    if (earlier.isPresent()) {
      return new ModelReport(earlier.get().again(), quarantine.kept(model, run), List.of());
    }
    Dataset<Row> selected = select(model);
    requireAllColumns(model);
    Map<String, String> facts =
        inputs(model, selected).map(text -> Map.of(INPUTS, text)).orElse(Map.of());
    Dataset<Row> rows = ModelShape.apply(model, selected);
    if (!ModelShape.rejects(rows)) {
      return publish(model, table, rows, facts, List.of(), run);
    }
    Dataset<Row> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Column reason = functions.col(ModelShape.REJECT_REASON);
      List<QuarantineReport> refused = quarantine.keep(model, kept.filter(reason.isNotNull()), run);
      Dataset<Row> accepted = kept.filter(reason.isNull()).drop(ModelShape.REJECT_REASON);
      return publish(model, table, accepted, facts, refused, run);
    } finally {
      kept.unpersist();
    }
  }

  private void requireAllColumns(ModelSpec model) {
    for (String input : ModelSql.references(model)) {
      List<String> awaited = lake.table(input).snapshot().awaited();
      if (!awaited.isEmpty()) {
        throw new PlumblineException(
            ExitCode.SOURCE_FAILED,
            "Cannot build %s: no run that succeeded has written column %s of %s yet; run all stages with 'run'"
                .formatted(model.table(), String.join(", ", awaited), input));
      }
    }
  }

  private ModelReport publish(
      ModelSpec model,
      LakeTable table,
      Dataset<Row> rows,
      Map<String, String> facts,
      List<QuarantineReport> refused,
      RunId run) {
    LakeDraft draft = table.draft(rows, run, facts);
    List<QualityReport> reports = new ArrayList<>();
    reports.add(keyIsUnique(model, draft.rows()));
    reports.addAll(QualityGate.measure(model, draft.rows(measuring)));
    List<String> failed =
        reports.stream()
            .filter(report -> !report.passed() && report.severity().equals(QualityGate.ERROR))
            .map(report -> report.rule() + " (" + report.message() + ")")
            .toList();
    if (!failed.isEmpty()) {
      draft.discard();
      throw new QualityException(
          "Cannot replace " + model.table() + ": " + String.join("; ", failed), reports);
    }
    return new ModelReport(draft.publish(), refused, reports);
  }

  private Dataset<Row> select(ModelSpec model) {
    try {
      return spark.sql(model.sql());
    } catch (Exception e) { // AnalysisException is checked, and Scala does not declare it.
      if (e instanceof AnalysisException wrong) {
        throw new PlumblineException(
            ExitCode.USAGE,
            "Cannot build "
                + model.table()
                + " from "
                + model.sqlFile()
                + ": "
                + wrong.getMessage().strip().lines().findFirst().orElse(""),
            e);
      }
      throw SparkFailures.unwrap("build " + model.table(), e);
    }
  }

  /** No two rows share the declared key, and no part of it is NULL. */
  private static QualityReport keyIsUnique(ModelSpec model, Dataset<Row> rows) {
    Column[] key =
        model.key().stream()
            .map(name -> functions.col(ModelShape.quoted(name)))
            .toArray(Column[]::new);
    Column isNull = functions.lit(false);
    for (Column part : key) {
      isNull = isNull.or(part.isNull());
    }
    Column wrong = functions.col("count").gt(1).or(isNull);
    List<Row> sample =
        SparkFailures.call(
            "check the key of " + model.table(),
            () -> rows.groupBy(key).count().filter(wrong).limit(3).collectAsList());
    String rule = "key (" + String.join(", ", model.key()) + ") is unique";
    String found =
        sample.stream()
            .map(row -> row.mkString("(", ", ", " rows)"))
            .collect(Collectors.joining(", "));
    return new QualityReport(
        model.table(),
        rule,
        QualityGate.ERROR,
        sample.isEmpty(),
        sample.isEmpty() ? "" : "found key and count " + found);
  }
}
