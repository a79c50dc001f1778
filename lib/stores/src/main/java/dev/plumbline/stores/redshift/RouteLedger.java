package dev.plumbline.stores.redshift;

import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.RunId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What serves each table, as rows of {@code plumbline.routes}. A row is written by the transaction
 * that switches the view, so that the last one is the truth.
 */
public final class RouteLedger {
  private RouteLedger() {}

  /**
   * One switch.
   *
   * @param runId the run that made it
   */
  public record Switched(String table, Target target, String reason, Instant since, String runId) {}

  /** The last switch of each table of the pipeline, by the table's id. */
  public static Map<String, Switched> latest(RedshiftSession session, String pipeline)
      throws SQLException {
    Map<String, Switched> latest = new LinkedHashMap<>();
    for (Row row :
        session.query(
            "SELECT table_name, target, reason, since, run_id FROM plumbline.routes WHERE pipeline"
                + " = ? ORDER BY token, since",
            pipeline)) {
      Switched switched =
          new Switched(
              row.text("table_name").orElseThrow(),
              Target.of(row.text("target").orElseThrow()),
              row.text("reason").orElse(""),
              row.instant("since").orElseThrow(),
              row.text("run_id").orElse(""));
      latest.put(switched.table(), switched);
    }
    return latest;
  }

  /** Notes one switch, inside the transaction that makes it. */
  static void note(RedshiftSession session, Fence fence, Switched switched) throws SQLException {
    session.execute(
        "INSERT INTO plumbline.routes (pipeline, run_id, table_name, target, reason, since, token)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        fence.pipeline(),
        switched.runId(),
        switched.table(),
        switched.target().label(),
        RedshiftLedger.cut(switched.reason()),
        switched.since(),
        fence.token());
  }

  /** Which tables that run has switched under that lease. */
  static Set<String> switched(RedshiftSession session, Fence fence, RunId runId)
      throws SQLException {
    return session
        .query(
            "SELECT table_name FROM plumbline.routes WHERE pipeline = ? AND run_id = ? AND token = ?",
            fence.pipeline(),
            runId.value(),
            fence.token())
        .stream()
        .flatMap(row -> row.text("table_name").stream())
        .collect(Collectors.toSet());
  }

  /** The query that tells a person which tables a run has switched. */
  public static String query(String pipeline, RunId runId) {
    return "SELECT table_name, target, since FROM plumbline.routes WHERE pipeline = "
        + RedshiftDialect.literal(pipeline)
        + " AND run_id = "
        + RedshiftDialect.literal(runId.value());
  }
}
