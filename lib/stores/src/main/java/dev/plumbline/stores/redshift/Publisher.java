package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.publish.PublishTable.DataFile;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.LockHeldException;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.core.run.StateUnknownException;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.stores.s3.ObjectStore;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes tables to Redshift: loaded under names that no reader knows, counted, and switched
 * together in one short transaction. Until its commit readers see the old tables whole. Several
 * groups may be published at the same time, each by a thread of its own.
 */
public final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final SessionSource sessions;
  private final ObjectStore store;
  private final PublishContext context;
  private final SwitchPolicy policy;
  private final Clock clock;
  private final Waiting waiting;
  private final StageNames names;
  private boolean prepared;

  public Publisher(
      SessionSource sessions,
      ObjectStore store,
      PublishContext context,
      SwitchPolicy policy,
      Clock clock) {
    this(sessions, store, context, policy, clock, Waiting.REAL);
  }

  Publisher(
      SessionSource sessions,
      ObjectStore store,
      PublishContext context,
      SwitchPolicy policy,
      Clock clock,
      Waiting waiting) {
    this.sessions = sessions;
    this.store = store;
    this.context = context;
    this.policy = policy;
    this.clock = clock;
    this.waiting = waiting;
    this.names = new StageNames(context.fence());
  }

  /**
   * Publishes the tables of one group by COPY.
   *
   * @return one outcome for each table, in their order
   * @throws PublishException when it failed and readers still see the old tables
   * @throws StateUnknownException when it cannot be told whether the commit took effect
   * @throws LockHeldException when another run has taken over the lease
   */
  public List<PublishOutcome> publish(List<PublishTable> group) {
    return publish(group, new CopyLoader(store, context));
  }

  /** The same, with the rows brought to the staging tables by another loader. */
  public List<PublishOutcome> publish(List<PublishTable> group, StageLoader loader) {
    try {
      prepare();
      Set<String> done = alreadyPublished();
      List<PublishTable> pending =
          group.stream().filter(table -> !done.contains(table.name())).toList();
      if (!pending.isEmpty()) {
        publishAll(pending, new Staging(names, loader));
      }
      return group.stream().map(table -> outcome(table, done.contains(table.name()))).toList();
    } catch (StateUnknownException | LockHeldException e) {
      throw e;
    } catch (SQLException e) {
      throw failure(group, RedshiftErrors.text(e), e);
    } catch (PlumblineException e) {
      if (e.exitCode() == ExitCode.USAGE) {
        throw e;
      }
      throw failure(group, e.getMessage(), e);
    }
  }

  /**
   * Publishes again just some keys of the tables of one group, which readers see all at once.
   *
   * @param reached hears the name of each step when it begins
   * @return one outcome for each table, in their order, of the rows that came
   * @throws PublishException when it failed and readers still see the old rows
   * @throws StateUnknownException when it cannot be told whether the commit took effect
   * @throws LockHeldException when another run has taken over the lease
   */
  public List<PublishOutcome> refill(List<KeyRefill> group, Consumer<String> reached) {
    List<PublishTable> tables = group.stream().map(KeyRefill::rows).toList();
    KeySwitch keys = new KeySwitch(names, group);
    Staging staging = new Staging(names, new CopyLoader(store, context));
    try {
      prepare();
      reached.accept("stage");
      stage(tables, staging, new ArrayList<>());
      stage(group, keys);
      reached.accept("fallback");
      transaction().run(whole(group), keys);
      clean(group, keys, staging);
      return tables.stream().map(table -> outcome(table, false)).toList();
    } catch (StateUnknownException | LockHeldException e) {
      throw e;
    } catch (SQLException e) {
      clean(group, keys, staging);
      throw failure(tables, RedshiftErrors.text(e), e);
    } catch (PlumblineException e) {
      clean(group, keys, staging);
      throw failure(tables, e.getMessage(), e);
    }
  }

  private void stage(List<KeyRefill> group, KeySwitch keys) throws SQLException {
    try (RedshiftSession session = sessions.open()) {
      for (KeyRefill refill : group) {
        keys.stage(session, refill);
      }
    }
  }

  /** As the ledger notes them: with the rows of the whole table. */
  private static List<PublishTable> whole(List<KeyRefill> group) {
    return group.stream()
        .map(
            refill -> {
              PublishTable rows = refill.rows();
              return new PublishTable(
                  rows.schema(),
                  rows.table(),
                  rows.columns(),
                  rows.distKey(),
                  rows.sortKey(),
                  rows.files(),
                  refill.total());
            })
        .toList();
  }

  private void clean(List<KeyRefill> group, KeySwitch keys, Staging staging) {
    try (RedshiftSession session = sessions.open()) {
      for (KeyRefill refill : group) {
        keys.drop(session, refill);
        staging.drop(session, refill.rows());
      }
    } catch (SQLException | PlumblineException e) {
      LOG.warn("What was staged stays until the next run: {}", e.getMessage());
    }
    forgetManifests(group.stream().map(KeyRefill::rows).toList());
  }

  private LedgeredTransaction transaction() {
    return new LedgeredTransaction(sessions, context, policy, clock, waiting);
  }

  /**
   * Makes ready, once: ledger, fence, and the removal of what dead runs left. {@link #publish} does
   * it by itself.
   */
  private synchronized void prepare() throws SQLException {
    if (prepared) {
      return;
    }
    try (RedshiftSession session = sessions.open()) {
      RedshiftLedger.ensure(session);
      new LockedTransaction(policy, clock, waiting)
          .run(session, () -> List.of(LedgerTables.FENCES), () -> context.fence().raise(session));
      new Leftovers(context, names).dropTables(session);
    }
    new Leftovers(context, names).deleteManifests(store);
    prepared = true;
  }

  private Set<String> alreadyPublished() throws SQLException {
    try (RedshiftSession session = sessions.open()) {
      return RedshiftLedger.published(session, context.fence().pipeline(), context.runId());
    }
  }

  private void publishAll(List<PublishTable> tables, Staging staging) throws SQLException {
    List<PublishTable> staged = new ArrayList<>();
    try {
      stage(tables, staging, staged);
      transaction().run(tables, new TableSwitch(names, tables));
      forgetManifests(staged);
    } catch (StateUnknownException e) {
      throw e;
    } catch (SQLException | RuntimeException e) {
      clean(staged, staging, e);
      throw e;
    }
  }

  private void stage(List<PublishTable> tables, Staging staging, List<PublishTable> staged)
      throws SQLException {
    try (RedshiftSession session = sessions.open()) {
      for (String schema :
          tables.stream()
              .map(PublishTable::schema)
              .collect(Collectors.toCollection(TreeSet::new))) {
        Schemas.ensure(session, schema);
      }
      for (PublishTable table : tables) {
        staged.add(table);
        staging.load(session, table);
      }
    }
  }

  /** Drops what was staged, as far as Redshift can be reached; the next run cleans up the rest. */
  private void clean(List<PublishTable> staged, Staging staging, Exception cause) {
    try (RedshiftSession session = sessions.open()) {
      for (PublishTable table : staged) {
        staging.drop(session, table);
      }
    } catch (SQLException | PlumblineException e) {
      LOG.warn("What was staged stays until the next run: {}", e.getMessage());
      cause.addSuppressed(e);
    }
    forgetManifests(staged);
  }

  private void forgetManifests(List<PublishTable> staged) {
    try {
      staged.forEach(table -> store.delete(context.manifest(table.name())));
    } catch (PlumblineException e) {
      LOG.warn("Manifests stay until the next run: {}", e.getMessage());
    }
  }

  private static PublishOutcome outcome(PublishTable table, boolean already) {
    long bytes = table.files().stream().mapToLong(DataFile::bytes).sum();
    return new PublishOutcome(table.name(), table.rows(), bytes, already);
  }

  private PublishException failure(List<PublishTable> group, String reason, Exception cause) {
    return new PublishException(
        "Cannot publish "
            + String.join(", ", group.stream().map(PublishTable::name).toList())
            + ": "
            + reason.replaceFirst("\\.$", "")
            + ". Readers still see the tables as they were",
        context.nextCommand(),
        cause);
  }
}
