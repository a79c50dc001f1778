package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.CountsJudge;
import dev.plumbline.core.reconcile.CountsJudge.LivePair;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.KnownExceptions;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Rotation;
import dev.plumbline.core.reconcile.Slice;
import dev.plumbline.core.reconcile.fence.FenceTiming;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.Fence;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.JobContext;
import dev.plumbline.jobs.RunLog;
import dev.plumbline.stores.mysql.MySqlCounts;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.redshift.RedshiftCounts;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.redshift.RelationName;
import dev.plumbline.stores.replica.ReplicaFence;
import dev.plumbline.stores.replica.ReplicaHealth;
import dev.plumbline.stores.replica.ReplicaWait;
import dev.plumbline.stores.replica.ReplicaWait.Waited;
import dev.plumbline.stores.replica.SourcePosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The source and its zero-ETL replica, both of which may be moving. */
public final class ReplicaComparison {
  /** How often counts are taken again while the source is being written to. */
  private static final int ATTEMPTS = 3;

  /** How long the replica is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final FenceTiming TIMING =
      new FenceTiming(
          PATIENCE,
          Duration.ofMillis(250),
          FenceTiming.DEFAULT.rounds(),
          FenceTiming.DEFAULT.confirmations());

  private final JobContext context;
  private final Endpoint.Redshift warehouse;
  private final Endpoint.MySql source;
  private final RunLog log;
  private final Comparisons comparisons;

  ReplicaComparison(
      JobContext context, Endpoint.Redshift warehouse, RunLog log, Comparisons comparisons) {
    this.context = context;
    this.comparisons = comparisons;
    this.warehouse = warehouse;
    this.source = context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    this.log = log;
  }

  /**
   * Compares one table as deep as it needs, outside a run of the pipeline. Starts no Spark.
   *
   * @param log takes what is seen of the integration
   */
  public static ReconcileReport once(JobContext context, RunLog log, TableSpec table)
      throws SQLException {
    Endpoint.Redshift warehouse =
        context.env().endpoint(context.pipeline().warehouse(), Endpoint.Redshift.class);
    Comparisons comparisons = new Comparisons(context, Runnable::run);
    return new ReplicaComparison(context, warehouse, log, comparisons)
        .compare(table, Optional.empty())
        .report();
  }

  /**
   * @param rotation which share of the rows is compared; empty for all of them
   */
  Compared compare(TableSpec table, Optional<Rotation> rotation) throws SQLException {
    Instant start = context.clock().instant();
    try (RedshiftSession redshift = RedshiftSessions.of(warehouse, context.secrets()).open()) {
      TableState state = state(redshift, table);
      if (!state.state().equals(CountsJudge.SYNCED)) {
        Judgement judgement = CountsJudge.unreadable(state.state(), state.reason());
        Compared unreadable = compared(table, Depth.STATE, -1, -1, judgement, start);
        return CountsJudge.refused(state.state())
            ? unreadable.notReplicated(known(table))
            : unreadable;
      }
      if (comparisons.depth(table) == Depth.STATE) {
        return compared(table, Depth.STATE, -1, -1, CountsJudge.synced(), start);
      }
      try (Connection mysql = MySqlSessions.reading(source, context.secrets()).open()) {
        return comparisons.depth(table) == Depth.COUNTS
            ? counted(table, mysql, redshift, start)
            : digested(table, mysql, redshift, rotation).known(known(table));
      }
    }
  }

  private Compared counted(
      TableSpec table, Connection mysql, RedshiftSession redshift, Instant start)
      throws SQLException {
    Compared last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      last = count(table, mysql, redshift, start);
      if (last.exitCode() != ExitCode.INCONCLUSIVE) {
        return last;
      }
    }
    return last;
  }

  private KnownExceptions known(TableSpec table) {
    return new KnownExceptions(
        table.expect(), LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC));
  }

  /** Behind the fence: what differs is waited for, and read again. */
  private Compared digested(
      TableSpec table, Connection mysql, RedshiftSession redshift, Optional<Rotation> rotation)
      throws SQLException {
    Slice slice = rotation.flatMap(Rotation::next).orElse(null);
    Instant noted = context.clock().instant();
    SourcePosition before = SourcePosition.read(mysql);
    Waited waited = await(before, mysql, redshift);
    ReplicaFence clocks = new ReplicaFence(redshift, mysql, database(), context.clock());
    TableForm form = comparisons.tables().replicatedForm(table);
    Compared compared =
        comparisons.compare(
            table,
            Pair.SOURCE_REPLICA,
            form,
            comparisons.tables().source(table, form).of(slice),
            comparisons.tables().replica(table, form).of(slice),
            settings ->
                settings
                    .withPolicy(AcceptedLoss.ofReplica(table, known(table)))
                    .withFence(
                        new Fence(clocks, clocks, TIMING, context.clock(), Waiting.REAL::pass)),
            waited.passed() ? noted : null);
    return slice == null ? compared : compared.of(slice, rotation.orElseThrow());
  }

  private Waited await(SourcePosition before, Connection mysql, RedshiftSession redshift) {
    Waited waited =
        new ReplicaWait(redshift, mysql, database(), context.clock(), PATIENCE, Waiting.REAL)
            .until(before, sources());
    log.replica(waited.reading().report().against(before.toString(), waited.passed()));
    return waited;
  }

  private Compared count(TableSpec table, Connection mysql, RedshiftSession redshift, Instant start)
      throws SQLException {
    SourcePosition before = SourcePosition.read(mysql);
    long sourceRows = MySqlCounts.rows(mysql, table.source(), table.reconcile().filter());
    Waited waited = await(before, mysql, redshift);
    RedshiftCounts.Count replica =
        RedshiftCounts.rows(
            redshift,
            RelationName.of(database(), table.source().schema(), table.source().table()),
            table.reconcile().filter());
    if (replica instanceof RedshiftCounts.Count.Unreadable unreadable) {
      return compared(
          table,
          Depth.STATE,
          sourceRows,
          -1,
          CountsJudge.unreadable("unreadable", unreadable.reason()),
          start);
    }
    long replicaRows = ((RedshiftCounts.Count.Rows) replica).rows();
    boolean still = SourcePosition.read(mysql).equals(before);
    return compared(
        table,
        Depth.COUNTS,
        sourceRows,
        replicaRows,
        CountsJudge.live(new LivePair(sourceRows, replicaRows, still, waited.passed())),
        start);
  }

  private TableState state(RedshiftSession redshift, TableSpec table) {
    ReplicaReport report =
        ReplicaHealth.read(redshift, database(), sources(), context.clock()).report();
    log.replicaIfNone(report);
    return report.tables().stream()
        .filter(state -> state.schema().equals(table.source().schema()))
        .filter(state -> state.table().equals(table.source().table()))
        .findFirst()
        .orElseThrow();
  }

  private Compared compared(
      TableSpec table,
      Depth depth,
      long sourceRows,
      long replicaRows,
      Judgement judgement,
      Instant start) {
    Instant now = context.clock().instant();
    Compared compared =
        Compared.of(
            context,
            table.id(),
            Pair.SOURCE_REPLICA,
            depth,
            new Side(source.name() + " " + table.source(), sourceRows, now),
            new Side(warehouse.name() + " " + database() + "." + table.source(), replicaRows, now),
            judgement,
            start);
    return depth == Depth.STATE ? compared : compared.under(Conditions.of(table, Map.of()));
  }

  private List<TableName> sources() {
    return context.pipeline().tables().stream().map(TableSpec::source).toList();
  }

  private String database() {
    return warehouse.integrationDatabase().orElseThrow();
  }
}
