package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.QualityException;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.graph.Step;
import dev.plumbline.jobs.graph.StepResult;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeState;
import dev.plumbline.spark.model.ModelBuilder;
import dev.plumbline.spark.model.ModelGraph;
import dev.plumbline.spark.model.ModelReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** bronze → silver → gold, each table behind its quality gate. */
public final class BuildStage {
  private static final String JOB = "build";

  private final JobContext context;
  private final Engine engine;
  private final RunLog log;
  private ModelBuilder builder;

  public BuildStage(JobContext context, Engine engine, RunLog log) {
    this.context = context;
    this.engine = engine;
    this.log = log;
  }

  /** One step per model, each after what it reads. */
  public List<Step> steps() {
    ModelGraph graph = ModelGraph.of(context.pipeline().models(), bronzeNames());
    List<Step> steps = new ArrayList<>();
    for (ModelSpec model : graph.order()) {
      if (context.selection().includes(model)) {
        List<String> needs = graph.inputs(model).stream().flatMap(this::makers).toList();
        steps.add(
            new Step(
                Stages.build(model),
                JOB,
                List.of(model.table()),
                needs,
                progress -> List.of(build(model))));
      }
    }
    return steps;
  }

  private List<String> bronzeNames() {
    List<String> names = new ArrayList<>();
    for (TableSpec table : context.pipeline().tables()) {
      names.add(Lake.bronzeName(table));
      if (table.ingest().isPresent()) {
        names.add(Stages.apiName(table));
      }
    }
    context.pipeline().imports().forEach(spec -> names.add(Lake.bronzeName(spec.table())));
    return names;
  }

  /** The steps that make a table. */
  private Stream<String> makers(String table) {
    return context.pipeline().tables().stream()
        .filter(one -> Lake.bronzeName(one).equals(table))
        .findFirst()
        .map(one -> Stages.extracted(one).stream())
        .orElse(Stream.of((table.startsWith("bronze_") ? "extract " : "build ") + table));
  }

  private synchronized ModelBuilder builder() {
    if (builder == null) {
      builder = new ModelBuilder(engine.spark(), engine.lake(), context.clock());
    }
    return builder;
  }

  private StepResult build(ModelSpec model) {
    try {
      Optional<StepResult> unchanged = unchanged(model);
      if (unchanged.isPresent()) {
        return unchanged.get();
      }
      ModelReport report = builder().build(model, context.runId());
      engine.lake().table(model.table()).tag(context.runId(), context.pipeline().keep());
      log.quarantine(report.quarantine());
      log.quality(report.quality());
      return result(report);
    } catch (QualityException e) {
      log.quality(e.reports());
      throw e;
    }
  }

  /** A model whose inputs are those of its last build is what that made of them. */
  private Optional<StepResult> unchanged(ModelSpec model) {
    if (context.options().fullRefresh()) {
      return Optional.empty();
    }
    Optional<ModelReport> report = builder().unchanged(model);
    report.ifPresent(
        kept -> {
          new LakeState(engine.lake().table(model.table()))
              .confirm(context.runId(), context.pipeline().keep(), Map.of());
          log.quarantine(kept.quarantine());
        });
    return report.map(
        kept ->
            new StepResult(
                0, 0, kept.rowsQuarantined(), 0, RunStatus.OK, ExitCode.OK, "inputs unchanged"));
  }

  private static StepResult result(ModelReport report) {
    long failedWarnings = report.quality().stream().filter(rule -> !rule.passed()).count();
    long rows = report.commit().rows();
    return new StepResult(
        rows + report.rowsQuarantined(),
        rows,
        report.rowsQuarantined(),
        report.commit().bytes(),
        RunStatus.OK,
        ExitCode.OK,
        failedWarnings == 0 ? "" : failedWarnings + " quality warnings");
  }
}
