package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.RunReport;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was decided and published, as rows in the Redshift schema {@code plumbline}. A row of {@code
 * publications} is written by the transaction that publishes, so it settles whether a commit took
 * effect.
 */
public final class RedshiftLedger {
  private static final int MESSAGE_BYTES = 4096;

  private RedshiftLedger() {}

  /** Creates schema and tables when they are absent. */
  public static void ensure(RedshiftSession session) throws SQLException {
    Schemas.ensure(session, LedgerTables.SCHEMA);
    for (var table : LedgerTables.statements().entrySet()) {
      RelationName name = RelationName.of(LedgerTables.SCHEMA, table.getKey());
      if (!Schemas.exists(session, name)) {
        create(session, name, table.getValue());
      }
    }
  }

  /** Which tables that run has published already, by their full names. */
  public static Set<String> published(RedshiftSession session, String pipeline, RunId runId)
      throws SQLException {
    return session
        .query(
            "SELECT table_name FROM plumbline.publications WHERE pipeline = ? AND run_id = ?",
            pipeline,
            runId.value())
        .stream()
        .flatMap(row -> row.text("table_name").stream())
        .collect(Collectors.toSet());
  }

  /**
   * Tells what a table holds from what it held before it was last published, whoever did it; empty
   * where nothing of it is known.
   *
   * @param table full name
   */
  public static Optional<String> lastPublished(RedshiftSession session, String table)
      throws SQLException {
    if (!Schemas.exists(session, RelationName.of(LedgerTables.SCHEMA, "publications"))) {
      return Optional.empty();
    }
    return session
        .first(
            "SELECT run_id, published_at FROM plumbline.publications WHERE table_name = ?"
                + " ORDER BY published_at DESC LIMIT 1",
            table)
        .flatMap(
            row ->
                row.instant("published_at").map(at -> row.text("run_id").orElse("") + " at " + at));
  }

  /** What that run has published already, by the tables' full names. */
  static Map<String, PublishOutcome> outcomes(RedshiftSession session, String pipeline, RunId runId)
      throws SQLException {
    Map<String, PublishOutcome> outcomes = new HashMap<>();
    for (Row row :
        session.query(
            "SELECT table_name, row_count, bytes FROM plumbline.publications WHERE pipeline = ?"
                + " AND run_id = ?",
            pipeline,
            runId.value())) {
      String table = row.text("table_name").orElse("");
      long rows = row.number("row_count").orElse(0L);
      outcomes.put(table, new PublishOutcome(table, rows, row.number("bytes").orElse(0L), true));
    }
    return outcomes;
  }

  /** Notes one published table, inside the transaction that publishes it. */
  static void publication(
      RedshiftSession session, Fence fence, RunId runId, PublishTable table, Instant now)
      throws SQLException {
    session.execute(
        "INSERT INTO plumbline.publications (pipeline, run_id, table_name, row_count, bytes,"
            + " published_at, token) VALUES (?, ?, ?, ?, ?, ?, ?)",
        fence.pipeline(),
        runId.value(),
        table.name(),
        table.rows(),
        table.files().stream().mapToLong(PublishTable.DataFile::bytes).sum(),
        now,
        fence.token());
  }

  /** The query that tells a person which tables a run has published. */
  static String publicationsQuery(String pipeline, RunId runId) {
    return "SELECT table_name, row_count, published_at FROM plumbline.publications WHERE pipeline = "
        + RedshiftDialect.literal(pipeline)
        + " AND run_id = "
        + RedshiftDialect.literal(runId.value());
  }

  /**
   * Notes a run and its verdicts in one transaction, replacing what an earlier attempt under the
   * same run id and job noted.
   */
  public static void record(RedshiftSession session, RunReport report) throws SQLException {
    session.begin();
    try {
      session.execute(
          "DELETE FROM plumbline.runs WHERE pipeline = ? AND run_id = ? AND job = ?",
          report.pipeline(),
          report.runId(),
          report.job());
      session.execute(
          "INSERT INTO plumbline.runs (run_id, pipeline, job, status, exit_code, started_at,"
              + " finished_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
          report.runId(),
          report.pipeline(),
          report.job(),
          report.status().name(),
          report.exitCode(),
          report.startedAt(),
          report.finishedAt());
      verdicts(session, report);
      session.commit();
    } catch (SQLException e) {
      session.rollback();
      throw e;
    }
  }

  private static void verdicts(RedshiftSession session, RunReport report) throws SQLException {
    List<ReconcileReport> verdicts = report.reconcile();
    if (verdicts.isEmpty()) {
      return;
    }
    session.execute(
        "DELETE FROM plumbline.verdicts WHERE pipeline = ? AND run_id = ?",
        report.pipeline(),
        report.runId());
    for (ReconcileReport verdict : verdicts) {
      session.execute(
          "INSERT INTO plumbline.verdicts (run_id, pipeline, table_name, pair, depth, verdict,"
              + " left_rows, right_rows, missing_on_right, extra_on_right, changed,"
              + " verified_through, verified_at, message) VALUES"
              + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          report.runId(),
          report.pipeline(),
          verdict.table(),
          verdict.pair().label(),
          verdict.depth().label(),
          verdict.verdict().name(),
          verdict.left().rows(),
          verdict.right().rows(),
          verdict.missingOnRight(),
          verdict.extraOnRight(),
          verdict.changed(),
          verdict.verifiedThrough(),
          verdict.verifiedAt(),
          cut(verdict.message()));
    }
  }

  private static void create(RedshiftSession session, RelationName name, String statement)
      throws SQLException {
    try {
      session.execute(statement);
    } catch (SQLException e) {
      // Two sessions that create it at once: one of them fails though the table is there.
      if (RedshiftErrors.connectionLost(e) || !Schemas.exists(session, name)) {
        throw e;
      }
    }
  }

  /** The text cut to what its column holds, which is counted in bytes. */
  static String cut(String text) {
    String cut = text == null ? "" : text;
    while (cut.getBytes(StandardCharsets.UTF_8).length > MESSAGE_BYTES) {
      cut = cut.substring(0, Math.max(0, cut.length() - Math.max(1, cut.length() / 10)));
    }
    return cut;
  }
}
