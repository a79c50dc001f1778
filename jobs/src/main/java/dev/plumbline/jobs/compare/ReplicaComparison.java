package dev.plumbline.jobs.compare;

import dev.plumbline.core.reconcile.CountsJudge;
import dev.plumbline.core.reconcile.CountsJudge.LivePair;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.fence.FenceTiming;
import dev.plumbline.core.reconcile.fence.ReplicaClock.Passage;
import dev.plumbline.core.reconcile.fence.SourceMark;
import dev.plumbline.core.reconcile.judge.Fence;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.stores.mysql.HeartbeatRow;
import dev.plumbline.stores.mysql.MySqlCounts;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.redshift.RedshiftCounts;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.redshift.RelationName;
import dev.plumbline.stores.replica.IdleSource;
import dev.plumbline.stores.replica.ReplicaFence;
import dev.plumbline.stores.replica.ReplicaHealth;
import dev.plumbline.stores.replica.ReplicaWait;
import dev.plumbline.stores.replica.ReplicaWait.Waited;
import dev.plumbline.stores.replica.SourcePosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The source and its zero-ETL replica, both of which may be moving. */
public final class ReplicaComparison {
  /** How often counts are taken again while the source is being written to. */
  private static final int ATTEMPTS = 3;

  /** How long the replica is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(250);

  private final ReplicaPair pair;
  private final HealthLog log;
  private final Comparisons comparisons;
  private final Clock clock;
  private volatile Duration patience = PATIENCE;

  /**
   * @param log takes what is seen of the integration
   */
  public ReplicaComparison(ReplicaPair pair, HealthLog log, Comparisons comparisons) {
    this.pair = pair;
    this.log = log;
    this.comparisons = comparisons;
    this.clock = comparisons.clock();
  }

  /** Compares one table. Starts no Spark. */
  public Compared compare(ReplicatedTable table) throws SQLException {
    Instant start = clock.instant();
    Depth depth = table.depth(comparisons.depth());
    try (RedshiftSession redshift = RedshiftSessions.of(pair.warehouse(), pair.secrets()).open()) {
      TableState state = state(redshift, table);
      if (!readable(state)) {
        Judgement judgement = CountsJudge.unreadable(state.state(), state.reason());
        Compared unreadable = compared(table, Depth.STATE, -1, -1, judgement, start);
        return CountsJudge.refused(state.state())
            ? unreadable.notReplicated(table.known())
            : unreadable;
      }
      if (depth == Depth.STATE) {
        return compared(table, Depth.STATE, -1, -1, stateOnly(state), start);
      }
      try (Connection mysql = MySqlSessions.reading(pair.source(), pair.secrets()).open()) {
        return depth == Depth.COUNTS
            ? counted(table, mysql, redshift, start)
            : digested(table, mysql, redshift).known(table.known());
      }
    }
  }

  private Compared counted(
      ReplicatedTable table, Connection mysql, RedshiftSession redshift, Instant start)
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

  private boolean readable(TableState state) {
    return state.state().equals(CountsJudge.SYNCED)
        || (pair.standalone() && state.state().equals(ReplicaHealth.UNKNOWN));
  }

  private static Judgement stateOnly(TableState state) {
    return state.state().equals(CountsJudge.SYNCED)
        ? CountsJudge.synced()
        : new Judgement(Verdict.INCONCLUSIVE, false, "the table's state is unknown");
  }

  /** Behind the fence: what differs is waited for, and read again. */
  private Compared digested(ReplicatedTable table, Connection mysql, RedshiftSession redshift)
      throws SQLException {
    Instant noted = table.readSince(clock.instant());
    Optional<SourcePosition> before = position(mysql);
    boolean passed = before.isPresent() && await(before.get(), mysql, redshift).passed();
    Fence fence = before.isPresent() ? fence(mysql, redshift) : blindFence();
    return table.share(
        comparisons.compare(
            table.id(),
            Pair.SOURCE_REPLICA,
            table.form(),
            table.left(),
            table.right(),
            settings -> table.settings(settings).withFence(fence),
            passed ? noted : null,
            table.terms()));
  }

  /** Where the source is; empty where the account may not know and the comparison goes on. */
  private Optional<SourcePosition> position(Connection mysql) {
    try {
      return Optional.of(SourcePosition.read(mysql));
    } catch (SourceException e) {
      if (pair.standalone()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Fence fence(Connection mysql, RedshiftSession redshift) {
    ReplicaFence clocks = new ReplicaFence(redshift, mysql, pair.database(), clock, idle());
    return new Fence(clocks, clocks, timing(), clock, Waiting.REAL::pass);
  }

  /** Nothing is written by a check, nor where no heartbeat was configured. */
  private IdleSource idle() {
    IdleSource.Heartbeat heartbeat =
        pair.source()
            .heartbeat()
            .filter(configured -> !pair.standalone())
            .<IdleSource.Heartbeat>map(
                configured ->
                    new HeartbeatRow(pair.source().name(), configured, pair.secrets())::beat)
            .orElse(IdleSource.Heartbeat.NONE);
    return new IdleSource(heartbeat, clock);
  }

  /** Without a position nobody can tell whether what differs is on its way. */
  private Fence blindFence() {
    return new Fence(
        () -> new SourceMark("unknown", clock.instant()),
        mark -> Passage.UNKNOWN,
        timing(),
        clock,
        Waiting.REAL::pass);
  }

  private FenceTiming timing() {
    return new FenceTiming(
        patience, POLL, FenceTiming.DEFAULT.rounds(), FenceTiming.DEFAULT.confirmations());
  }

  private Waited await(SourcePosition before, Connection mysql, RedshiftSession redshift) {
    Waited waited =
        new ReplicaWait(redshift, mysql, pair.database(), clock, patience, Waiting.REAL)
            .with(idle())
            .until(before, pair.tables());
    log.replica(waited.reading().report().against(before.toString(), waited.passed()));
    if (pair.standalone() && !waited.passed()) {
      patience = Duration.ZERO;
    }
    return waited;
  }

  private Compared count(
      ReplicatedTable table, Connection mysql, RedshiftSession redshift, Instant start)
      throws SQLException {
    Optional<SourcePosition> before = position(mysql);
    long sourceRows = MySqlCounts.rows(mysql, table.source(), table.filter());
    boolean passed = before.isPresent() && await(before.get(), mysql, redshift).passed();
    RedshiftCounts.Count replica =
        RedshiftCounts.rows(
            redshift,
            RelationName.of(pair.database(), table.source().schema(), table.source().table()),
            table.filter());
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
    boolean still = position(mysql).equals(before);
    return compared(
        table,
        Depth.COUNTS,
        sourceRows,
        replicaRows,
        CountsJudge.live(new LivePair(sourceRows, replicaRows, still, passed)),
        start);
  }

  private TableState state(RedshiftSession redshift, ReplicatedTable table) {
    ReplicaReport report =
        ReplicaHealth.read(redshift, pair.database(), pair.tables(), clock).report();
    log.replicaIfNone(report);
    return report.tables().stream()
        .filter(state -> state.schema().equals(table.source().schema()))
        .filter(state -> state.table().equals(table.source().table()))
        .findFirst()
        .orElseThrow();
  }

  private Compared compared(
      ReplicatedTable table,
      Depth depth,
      long sourceRows,
      long replicaRows,
      Judgement judgement,
      Instant start) {
    Instant now = clock.instant();
    Compared compared =
        comparisons.counted(
            table.id(),
            Pair.SOURCE_REPLICA,
            depth,
            new Side(pair.source().name() + " " + table.source(), sourceRows, now),
            new Side(
                pair.warehouse().name() + " " + pair.database() + "." + table.source(),
                replicaRows,
                now),
            judgement,
            start);
    return depth == Depth.STATE
        ? compared
        : compared.under(table.terms().conditions().apply(Map.of()));
  }
}
