package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.Loaded;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
    return publish(
        group.stream()
            .<Publication>map(table -> new Publication.Whole(table, Optional.empty()))
            .toList(),
        loader,
        step -> {});
  }

  /**
   * Publishes the tables of one group, each whole or by the rows that differ, which readers see all
   * at once.
   *
   * @param loader brings the rows of whole tables to the staging tables; those of a difference are
   *     copied
   * @param reached hears the name of each step when it begins
   * @return one outcome for each table, in their order, of the rows that came
   * @throws DriftedException when readers do not see what a difference leads on from; nothing has
   *     changed
   */
  public List<PublishOutcome> publish(
      List<Publication> group, StageLoader loader, Consumer<String> reached) {
    return guarded(
        group,
        () -> {
          prepare();
          Set<String> done = alreadyPublished();
          List<Publication> pending =
              group.stream().filter(one -> !done.contains(one.table().name())).toList();
          if (!pending.isEmpty()) {
            change(pending, loader, true, reached);
          }
          return group.stream()
              .map(one -> outcome(one.table(), done.contains(one.table().name())))
              .toList();
        });
  }

  /**
   * Publishes again just some keys of the tables of one group, which readers see all at once. Where
   * readers did not see the state that a repair was found to begin with, the ledger forgets what
   * they see, so that the next publication is whole.
   *
   * @param reached hears the name of each step when it begins
   * @return one outcome for each table, in their order, of the rows that came
   * @throws PublishException when it failed and readers still see the old rows
   * @throws StateUnknownException when it cannot be told whether the commit took effect
   * @throws LockHeldException when another run has taken over the lease
   */
  public List<PublishOutcome> refill(List<Publication.Difference> group, Consumer<String> reached) {
    return guarded(
        group,
        () -> {
          prepare();
          change(group, new CopyLoader(store, context), false, reached);
          return group.stream().map(one -> outcome(one.table(), false)).toList();
        });
  }

  /**
   * What is known of tables before anything of them is prepared. It makes ready as {@link #publish}
   * does.
   *
   * @param tables without files
   * @throws PublishException when the warehouse does not answer
   */
  public Known known(List<Candidate> tables) {
    return guarded(
        tables.stream()
            .<Publication>map(one -> new Publication.Whole(one.table(), Optional.empty()))
            .toList(),
        () -> {
          prepare();
          try (RedshiftSession session = sessions.open()) {
            Map<String, Loaded> loaded = new HashMap<>();
            for (Candidate one : tables) {
              lineage()
                  .read(session, one.table(), new Lineage.Compared(one.compared(), one.pair()))
                  .ifPresent(known -> loaded.put(one.table().name(), known));
            }
            return new Known(
                RedshiftLedger.outcomes(session, context.fence().pipeline(), context.runId()),
                loaded);
          }
        });
  }

  /**
   * A table that may have to be published.
   *
   * @param table without files
   * @param compared the name under which verdicts of it are kept
   * @param pair the pair whose verdicts speak of it
   */
  public record Candidate(PublishTable table, String compared, String pair) {
    /** What tells its columns and layout. */
    public String shape() {
      return Lineage.shape(table);
    }
  }

  /**
   * What is known of tables, by their full names.
   *
   * @param done what this run has published already
   * @param loaded those of which it is known what they hold
   */
  public record Known(Map<String, PublishOutcome> done, Map<String, Loaded> loaded) {
    public Known {
      done = Map.copyOf(done);
      loaded = Map.copyOf(loaded);
    }
  }

  private interface Publishing<T> {
    T run() throws SQLException;
  }

  private <T> T guarded(List<? extends Publication> group, Publishing<T> publishing) {
    List<PublishTable> tables = group.stream().map(Publication::table).toList();
    try {
      return publishing.run();
    } catch (StateUnknownException | LockHeldException e) {
      throw e;
    } catch (SQLException e) {
      throw failure(tables, RedshiftErrors.text(e), e);
    } catch (DriftedException e) {
      throw new DriftedException(message(tables, e.getMessage()), context.nextCommand(), e);
    } catch (PlumblineException e) {
      if (e.exitCode() == ExitCode.USAGE) {
        throw e;
      }
      throw failure(tables, e.getMessage(), e);
    }
  }

  private void change(
      List<? extends Publication> group,
      StageLoader loader,
      boolean strict,
      Consumer<String> reached)
      throws SQLException {
    List<KeyRefill> refills =
        group.stream()
            .filter(Publication.Difference.class::isInstance)
            .map(one -> ((Publication.Difference) one).keys())
            .toList();
    List<PublishTable> whole =
        group.stream().filter(Publication.Whole.class::isInstance).map(Publication::table).toList();
    GroupStaging staging = new GroupStaging(names, whole, refills, loader, copying());
    GroupSwitch work =
        new GroupSwitch(
            new TableSwitch(names, whole),
            staging.keys(),
            lineage(),
            clock,
            strict,
            List.copyOf(group));
    try {
      reached.accept("stage");
      try (RedshiftSession session = sessions.open()) {
        staging.load(session);
      }
      reached.accept("fallback");
      transaction().run(noted(group), work);
      reached.accept("published");
      clean(staging, Optional.empty());
    } catch (StateUnknownException e) {
      throw e;
    } catch (SQLException | RuntimeException e) {
      clean(staging, Optional.of(e));
      throw e;
    }
  }

  /** What loads files by COPY. */
  public StageLoader copying() {
    return new CopyLoader(store, context);
  }

  private Lineage lineage() {
    return new Lineage(context.fence(), context.runId());
  }

  /** As the ledger notes them: with the rows of the whole table. */
  private static List<PublishTable> noted(List<? extends Publication> group) {
    return group.stream()
        .map(
            one ->
                one instanceof Publication.Difference difference
                    ? difference.keys().whole()
                    : one.table())
        .toList();
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

  /** Drops what was staged, as far as Redshift can be reached; the next run cleans up the rest. */
  private void clean(GroupStaging staging, Optional<Exception> cause) {
    if (cause.isPresent() || staging.leaves()) {
      try (RedshiftSession session = sessions.open()) {
        staging.drop(session);
      } catch (SQLException | PlumblineException e) {
        LOG.warn("What was staged stays until the next run: {}", e.getMessage());
        cause.ifPresent(first -> first.addSuppressed(e));
      }
    }
    forgetManifests(staging.begun());
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
    return new PublishException(message(group, reason), context.nextCommand(), cause);
  }

  private static String message(List<PublishTable> group, String reason) {
    return "Cannot publish "
        + String.join(", ", group.stream().map(PublishTable::name).toList())
        + ": "
        + reason.replaceFirst("\\.$", "")
        + ". Readers still see the tables as they were";
  }
}
