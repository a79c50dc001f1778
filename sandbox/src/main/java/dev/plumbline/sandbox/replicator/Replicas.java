package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.warehouse.Checkpoint;
import dev.plumbline.sandbox.replicator.warehouse.Settings;
import dev.plumbline.sandbox.replicator.warehouse.StoredTable;
import dev.plumbline.sandbox.replicator.warehouse.StoredTable.Phase;
import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The tables of the integration and how they pass from state to state. Everything is written in the
 * transaction that is open; snapshots that a change of state asks for are ordered once it is
 * committed. Confined to the applying thread.
 */
final class Replicas {
  private final Session session;
  private final Supplier<Checkpoint> checkpoint;
  private final Consumer<Seeder.Job> seeder;
  private final Map<TableName, Replica> replicas = new HashMap<>();
  private final List<Seeder.Job> ordered = new ArrayList<>();
  private final Map<TableName, Long> attempts = new HashMap<>();
  private Settings settings;
  private boolean changed;

  /**
   * No tables yet.
   *
   * @param checkpoint how far the integration is
   * @param seeder takes orders for snapshots
   */
  Replicas(Session session, Supplier<Checkpoint> checkpoint, Consumer<Seeder.Job> seeder) {
    this.session = session;
    this.checkpoint = checkpoint;
    this.seeder = seeder;
  }

  /** Reads what the warehouse keeps; snapshots that had not ended are begun anew. */
  void load() throws SQLException {
    settings = session.store().settings();
    for (StoredTable stored : session.store().tables()) {
      Replica replica = Replica.of(stored);
      replicas.put(stored.name(), replica);
      if (replica.isSeeding()) {
        order(replica);
      }
    }
  }

  Settings settings() {
    return settings;
  }

  Collection<Replica> all() {
    return List.copyOf(replicas.values());
  }

  Optional<Replica> find(TableName name) {
    return Optional.ofNullable(replicas.get(name));
  }

  /**
   * Whether a table has never been read, so that the integration is still finding out what there
   * is.
   */
  boolean isDiscovering() {
    return replicas.values().stream()
        .anyMatch(
            replica -> replica.isSuspended() || (replica.isSeeding() && !replica.wasSeeded()));
  }

  /** Whether a snapshot is under way or not reached yet. */
  boolean isUnsettled() {
    return replicas.values().stream()
        .anyMatch(
            replica ->
                replica.isSeeding() || (replica.isLive() && replica.state() != TableState.SYNCED));
  }

  /** Whether states have changed since the last commit. */
  boolean isChanged() {
    return changed;
  }

  /** Takes note of a change that has to be committed. */
  void changed() {
    changed = true;
  }

  /** Whether a table becomes Synced at this position. */
  boolean arrives(BinlogPosition position) {
    return replicas.values().stream().anyMatch(replica -> arrives(replica, position));
  }

  private static boolean arrives(Replica replica, BinlogPosition position) {
    return replica.isLive()
        && replica.state() != TableState.SYNCED
        && replica.isReachedBy(position);
  }

  /** States of all tables, for others to read. */
  Map<TableName, TableState> states() {
    return replicas.values().stream().collect(Collectors.toMap(Replica::name, Replica::state));
  }

  /** Shows a table as needing a resync, then begins it. */
  void resync(TableName name, String reason) throws SQLException {
    show(name, TableState.RESYNC_REQUIRED, reason);
    seed(name, reason);
  }

  /** Begins to read a table anew, whatever state it is in. */
  void seed(TableName name, String reason) throws SQLException {
    show(name, TableState.RESYNC_INITIATED, reason);
    Replica replica = replicas.computeIfAbsent(name, Replica::new);
    replica.enter(Phase.SEEDING, TableState.RESYNC_INITIATED);
    order(replica);
  }

  /** What the spool holds was read before the snapshot will be taken, and so will be in it. */
  private void order(Replica replica) throws SQLException {
    session.spool().clear(replica.name());
    long attempt = session.store().saveSeeding(replica.name());
    attempts.put(replica.name(), attempt);
    ordered.add(new Seeder.Job(replica.name(), attempt));
  }

  /** Whether the order is the newest for its table, and still wanted. */
  boolean isCurrent(Seeder.Job job) {
    return find(job.table()).map(Replica::isSeeding).orElse(false)
        && attempts.getOrDefault(job.table(), 0L) == job.attempt();
  }

  /** Stops a table for a reason. */
  void fail(TableName name, String reason, boolean healedBySource) throws SQLException {
    Replica replica = replicas.computeIfAbsent(name, Replica::new);
    show(name, TableState.FAILED, reason);
    session.store().saveStopped(name, healedBySource);
    session.spool().clear(name);
    replica.enter(Phase.STOPPED, TableState.FAILED);
    replica.heal(healedBySource);
  }

  /**
   * Shows a table as needing a resync that cannot begin yet; its changes are ignored until then.
   */
  void suspend(TableName name, String reason) throws SQLException {
    show(name, TableState.RESYNC_REQUIRED, reason);
    session.store().saveStopped(name, false);
    session.spool().clear(name);
    replicas.get(name).enter(Phase.STOPPED, TableState.RESYNC_REQUIRED);
  }

  /** Takes a table out of the integration, because the source dropped it. */
  void delete(TableName name) throws SQLException {
    session.writer().drop(name);
    session.spool().clear(name);
    session.store().saveState(name, TableState.DELETED, null, checkpoint.get().json());
    session.store().remove(name);
    replicas.remove(name);
    changed = true;
  }

  /** Shows every table whose snapshot the integration has reached as Synced. */
  void promote(BinlogPosition position) throws SQLException {
    for (Replica replica : replicas.values()) {
      if (arrives(replica, position)) {
        replica.show(TableState.SYNCED);
        show(replica.name(), TableState.SYNCED, null);
      }
    }
  }

  private void show(TableName name, TableState state, String reason) throws SQLException {
    changed = true;
    session.store().saveState(name, state, reason, checkpoint.get().json());
    session.writer().setReadable(name, state == TableState.SYNCED || settings.queryAllStates());
  }

  /** Takes over other settings. */
  void set(Settings newSettings) throws SQLException {
    session.store().saveSettings(newSettings);
    settings = newSettings;
    changed = true;
    for (Replica replica : replicas.values()) {
      session
          .writer()
          .setReadable(
              replica.name(), replica.state() == TableState.SYNCED || newSettings.queryAllStates());
    }
  }

  /** To be called after each commit. */
  void committed() {
    ordered.forEach(seeder);
    ordered.clear();
    changed = false;
  }

  /** Names of the tables in a database, in order. */
  List<TableName> in(String schema) {
    return new TreeMap<>(
            replicas.keySet().stream()
                .filter(name -> name.schema().equals(schema))
                .collect(Collectors.toMap(TableName::table, name -> name)))
        .values().stream().toList();
  }
}
