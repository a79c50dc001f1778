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
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.spark.source.RestSource;
import dev.plumbline.stores.mysql.MySqlCatalog;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.MySqlTable;
import dev.plumbline.stores.replica.SourcePosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Aurora tables and API resources → bronze, each replaced in one commit. */
public final class ExtractStage {
  /** The fact of a bronze commit that says where the source's log stood before rows were read. */
  static final String SOURCE_POSITION = "source-position";

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
    Endpoint.MySql endpoint =
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    MySqlSessions sessions = MySqlSessions.reading(endpoint, context.secrets());
    MySqlTable actual;
    String position;
    try (Connection connection = sessions.open()) {
      position = SourcePosition.read(connection).toString();
      actual =
          new MySqlCatalog(endpoint.name(), connection).require(List.of(table)).get(table.id());
    }
    Dataset<Row> rows = new MySqlSource(engine.spark(), sessions).rows(table, actual);
    return replace(
        Lake.bronzeName(table),
        rows,
        endpoint.name() + ":" + table.source(),
        Map.of(SOURCE_POSITION, position));
  }

  private StepResult extractApi(TableSpec table) {
    Endpoint.Rest endpoint =
        context.env().endpoint(context.pipeline().api().orElseThrow(), Endpoint.Rest.class);
    Dataset<Row> rows = new RestSource(engine.spark(), endpoint, context.clock()).rows(table);
    return replace(
        Stages.apiName(table),
        rows,
        endpoint.name() + ":" + table.ingest().orElseThrow().path(),
        Map.of());
  }

  private StepResult replace(
      String name, Dataset<Row> rows, String source, Map<String, String> facts) {
    LakeTable target = engine.lake().table(name);
    LakeCommit commit =
        target.replace(
            BronzeRows.stamp(rows, context.runId(), context.clock().instant(), source),
            context.runId(),
            facts);
    target.tag(context.runId(), context.pipeline().keep());
    StepResult result = StepResult.ok(commit.rows(), commit.rows(), commit.bytes());
    return commit.repeated() ? result.remark("this run had committed it before") : result;
  }
}
