package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.ImportSpec;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import dev.plumbline.jobs.graph.Step;
import dev.plumbline.jobs.graph.StepResult;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeCommit;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.BronzeRows;
import dev.plumbline.spark.source.RestSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The source's tables, API resources, files → bronze. */
public final class ExtractStage {
  private static final String JOB = "extract";

  private final JobContext context;
  private final Engine engine;
  private final ChangeLog log;
  private final ImportExtract imports;
  private final Map<String, GroupMoment> moments = new LinkedHashMap<>();

  public ExtractStage(JobContext context, Engine engine) {
    this.context = context;
    this.engine = engine;
    this.imports = new ImportExtract(context, engine);
    this.log =
        new ChangeLog(
            context,
            context.pipeline().tables().stream()
                .filter(context.selection()::includes)
                .filter(table -> table.extraction().mode() == Mode.CHANGES)
                .toList(),
            table -> ChangesExtract.from(context, engine, table));
    Map<String, List<TableSpec>> groups =
        context.pipeline().tables().stream()
            .filter(context.selection()::includes)
            .collect(
                Collectors.groupingBy(TableSpec::group, LinkedHashMap::new, Collectors.toList()));
    groups.forEach(
        (group, tables) -> {
          if (tables.size() > 1) {
            moments.put(group, new GroupMoment(context, engine, tables, log));
          }
        });
  }

  /** One step per table, wherever it comes from, per API resource, and per group of tables. */
  public List<Step> steps() {
    requireBackfilled();
    List<Step> steps = new ArrayList<>();
    for (TableSpec table : context.pipeline().tables()) {
      if (context.selection().includes(table)) {
        String bronze = Lake.bronzeName(table);
        steps.add(
            new Step(
                Stages.extract(table),
                JOB,
                List.of(bronze),
                List.of(),
                progress -> List.of(extract(table))));
        if (table.ingest().isPresent() && context.pipeline().api().isPresent()) {
          steps.add(
              new Step(
                  Stages.extractApi(table),
                  JOB,
                  List.of(Stages.apiName(table)),
                  List.of(),
                  progress -> List.of(extractApi(table))));
        }
      }
    }
    moments.forEach((group, moment) -> steps.add(step(group, moment)));
    steps.addAll(importSteps());
    return steps;
  }

  private Step step(String group, GroupMoment moment) {
    return new Step(
        Stages.moment(group),
        JOB,
        List.of("group " + group),
        moment.tables().stream().map(Stages::extract).toList(),
        progress -> List.of(moment.run()));
  }

  /** What is noted of a table before its rows are read, for the moment of its group. */
  private Map<String, String> begun(TableSpec table) {
    return moments.containsKey(table.group()) ? moments.get(table.group()).begun() : Map.of();
  }

  private List<Step> importSteps() {
    List<Step> steps = new ArrayList<>();
    for (ImportSpec spec : context.pipeline().imports()) {
      if (context.selection().includes(spec)) {
        imports.require(spec);
        steps.add(
            new Step(
                Stages.extract(spec.table()),
                JOB,
                List.of(Lake.bronzeName(spec.table())),
                List.of(),
                progress -> List.of(extract(spec))));
      }
    }
    return steps;
  }

  /** A flag that says nothing to any table was meant for others. */
  private void requireBackfilled() {
    boolean some =
        context.pipeline().tables().stream()
            .filter(context.selection()::includes)
            .anyMatch(table -> table.extraction().mode() == Mode.INCREMENTAL);
    if (context.options().backfill().isPresent() && !some) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot extract: --backfill is for tables with mode incremental, and none is selected");
    }
  }

  private StepResult extract(TableSpec table) throws SQLException {
    Extracted done =
        switch (table.extraction().mode()) {
          case FULL ->
              Extracted.whole(
                  new TableExtract(context, engine, table).replace(connection -> begun(table)), "");
          case INCREMENTAL ->
              new IncrementalExtract(context, engine, table, () -> begun(table)).run();
          case CHANGES -> new ChangesExtract(context, engine, table, log).run();
        };
    LakeCommit commit = done.commit();
    engine.lake().table(commit.table()).tag(context.runId(), context.pipeline().keep());
    return commit.repeated()
        ? result(commit)
        : StepResult.ok(done.read(), commit.rows(), commit.bytes()).remark(done.remark());
  }

  private StepResult extract(ImportSpec spec) {
    return tagged(engine.lake().table(Lake.bronzeName(spec.table())), imports.run(spec));
  }

  private StepResult extractApi(TableSpec table) {
    Endpoint.Rest endpoint =
        context.env().endpoint(context.pipeline().api().orElseThrow(), Endpoint.Rest.class);
    Dataset<Row> rows = new RestSource(engine.spark(), endpoint, context.clock()).rows(table);
    LakeTable target = engine.lake().table(Stages.apiName(table));
    LakeCommit commit =
        target.replace(
            BronzeRows.stamp(
                rows,
                context.runId(),
                context.clock().instant(),
                endpoint.name() + ":" + table.ingest().orElseThrow().path()),
            context.runId());
    return tagged(target, commit);
  }

  private StepResult tagged(LakeTable target, LakeCommit commit) {
    target.tag(context.runId(), context.pipeline().keep());
    return result(commit);
  }

  private static StepResult result(LakeCommit commit) {
    StepResult result = StepResult.ok(commit.rows(), commit.rows(), commit.bytes());
    return commit.repeated() ? result.remark("this run had committed it before") : result;
  }
}
