package dev.plumbline.jobs.serve;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.fence.FenceTiming;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.Fence;
import dev.plumbline.core.reconcile.judge.TableComparison;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.JobContext;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.MySqlDigestDialect;
import dev.plumbline.stores.digest.RedshiftDigestDialect;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.replica.ReplicaFence;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Compares one source table with its replica, both of which may be moving. Starts no Spark. */
public final class ReplicaComparison {
  private final JobContext context;
  private final String database;
  private final Depth depth;

  /**
   * @param database the integration's database
   * @param depth the deepest rung to go to
   */
  public ReplicaComparison(JobContext context, String database, Depth depth) {
    this.context = context;
    this.database = database;
    this.depth = depth;
  }

  public ReconcileReport compare(TableSpec table) {
    Endpoint.MySql source =
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    MySqlSessions mysql = MySqlSessions.reading(source, context.secrets());
    RedshiftSessions redshift = RedshiftSessions.of(Look.warehouse(context), context.secrets());
    TableForm form =
        TableForm.of(
            table.columns().stream()
                .map(column -> DigestColumn.of(column.name(), column.type()))
                .toList(),
            table.key());
    try (RedshiftSession session = redshift.open();
        Connection writer = mysql.open()) {
      ReplicaFence clocks = new ReplicaFence(session, writer, database, context.clock());
      Fence fence =
          new Fence(clocks, clocks, FenceTiming.DEFAULT, context.clock(), Waiting.REAL::pass);
      ComparisonResult result =
          new TableComparison(
                  form,
                  new JdbcSide(MySqlDigestDialect.INSTANCE, form, left(table, source), mysql::open),
                  new JdbcSide(
                      RedshiftDigestDialect.INSTANCE, form, right(table), redshift::connect),
                  TableComparison.Settings.of(context.clock()).withFence(fence).withDepth(depth))
              .compare();
      boolean match = result.judgement().verdict() == Verdict.MATCH;
      return result.report(
          table.id(),
          Pair.SOURCE_REPLICA,
          match ? result.startedAt() : null,
          match ? "" : context.command("reconcile --select " + table.id()));
    } catch (SQLException e) {
      return failed(table, source, e.getMessage());
    }
  }

  private static ComparedTable left(TableSpec table, Endpoint.MySql source) {
    return new ComparedTable(
        source.name() + " " + table.source(),
        List.of(table.source().schema(), table.source().table()),
        table.columns().stream().map(column -> StoredColumn.mySql(column, "")).toList(),
        "");
  }

  private ComparedTable right(TableSpec table) {
    return new ComparedTable(
        Look.warehouse(context).name() + " " + database + "." + table.source(),
        List.of(database, table.source().schema(), table.source().table()),
        table.columns().stream()
            .map(
                column ->
                    StoredColumn.redshift(
                        column, column.type().replica().orElse(column.type().fallback())))
            .toList(),
        "");
  }

  private ReconcileReport failed(TableSpec table, Endpoint.MySql source, String reason) {
    Instant now = context.clock().instant();
    Judgement judgement = new Judgement(Verdict.ERROR, false, reason);
    return new ReconcileReport(
        table.id(),
        Pair.SOURCE_REPLICA,
        Depth.STATE,
        judgement.verdict(),
        new ReconcileReport.Side(source.name() + " " + table.source(), -1, now),
        new ReconcileReport.Side(database + "." + table.source(), -1, now),
        -1,
        -1,
        -1,
        -1,
        0,
        0,
        "",
        0,
        null,
        now,
        List.of(),
        context.command("reconcile --select " + table.id()),
        judgement.message());
  }
}
