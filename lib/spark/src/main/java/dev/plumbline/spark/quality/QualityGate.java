package dev.plumbline.spark.quality;

import com.amazon.deequ.dqdl.EvaluateDataQuality;
import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.ModelSpec.Rules;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.QualityReport;
import dev.plumbline.spark.SparkFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import software.amazon.glue.dqdl.exception.InvalidDataQualityRulesetException;
import software.amazon.glue.dqdl.parser.DQDLParser;

/** Measures rows against rules in DQDL, the language of Glue Data Quality, by Deequ. */
public final class QualityGate {
  /** Severity of a rule whose failure keeps the table as it was. */
  public static final String ERROR = "error";

  /** Severity of a rule whose failure is reported only. */
  public static final String WARNING = "warning";

  private QualityGate() {}

  /**
   * What is wrong with the text of a model's rules, if anything; one line per file.
   *
   * <p>Nothing is measured.
   */
  public static List<String> problems(ModelSpec model) {
    List<String> problems = new ArrayList<>();
    model.rules().flatMap(QualityGate::problem).ifPresent(problems::add);
    model.warnings().flatMap(QualityGate::problem).ifPresent(problems::add);
    return problems;
  }

  /** The outcome of every rule of the model, of both severities, over the rows. */
  public static List<QualityReport> measure(ModelSpec model, Dataset<Row> rows) {
    List<QualityReport> reports = new ArrayList<>();
    model.rules().ifPresent(rules -> reports.addAll(measure(model, rules, ERROR, rows)));
    model.warnings().ifPresent(rules -> reports.addAll(measure(model, rules, WARNING, rows)));
    return reports;
  }

  private static List<QualityReport> measure(
      ModelSpec model, Rules rules, String severity, Dataset<Row> rows) {
    List<Row> outcomes =
        SparkFailures.call(
            "measure " + model.table() + " by " + rules.file(),
            () -> EvaluateDataQuality.process(rows, rules.dqdl()).collectAsList());
    return outcomes.stream().map(row -> report(model, severity, row)).toList();
  }

  private static QualityReport report(ModelSpec model, String severity, Row outcome) {
    boolean passed = "Passed".equals(outcome.<String>getAs("Outcome"));
    return new QualityReport(
        model.table(), outcome.getAs("Rule"), severity, passed, passed ? "" : measured(outcome));
  }

  /** Deequ's reason with what it measured. */
  private static String measured(Row outcome) {
    String reason = outcome.getAs("FailureReason");
    Map<String, Object> metrics =
        new TreeMap<>(outcome.getJavaMap(outcome.fieldIndex("EvaluatedMetrics")));
    String text = reason == null ? "" : reason.strip();
    return metrics.isEmpty() ? text : (text + " measured " + metrics).strip();
  }

  private static Optional<String> problem(Rules rules) {
    try {
      new DQDLParser().parse(rules.dqdl());
      return Optional.empty();
    } catch (InvalidDataQualityRulesetException e) {
      return Optional.of(rules.file() + ": " + e.getMessage().strip().replaceAll("\\s+", " "));
    } catch (RuntimeException e) {
      throw new PlumblineException(
          ExitCode.USAGE, "Cannot read rules " + rules.file() + ": " + e.getMessage(), e);
    }
  }
}
