package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.JobContext;
import dev.plumbline.jobs.graph.Step;
import dev.plumbline.jobs.graph.StepResult;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeCommit;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.BronzeRows;
import dev.plumbline.spark.source.RestSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Aurora tables and API resources → bronze, each replaced in one commit. */
public final class ExtractStage {
  private static final String JOB = "extract";

  private final JobContext context;
  private final Engine engine;

  public ExtractStage(JobContext context, Engine engine) {
    this.context = context;
    this.engine = engine;
  }

  /** One step per table, and one per API resource. */
  public List<Step> steps() {
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
    return steps;
  }

  private StepResult extract(TableSpec table) throws SQLException {
    LakeCommit commit = new TableExtract(context, engine, table).replace();
    return tagged(engine.lake().table(Lake.bronzeName(table)), commit);
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
    StepResult result = StepResult.ok(commit.rows(), commit.rows(), commit.bytes());
    return commit.repeated() ? result.remark("this run had committed it before") : result;
  }
}
