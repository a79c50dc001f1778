package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.binlog.LogEvent;
import dev.plumbline.sandbox.replicator.binlog.RowDecoder;
import dev.plumbline.sandbox.replicator.binlog.TableShape;
import dev.plumbline.sandbox.replicator.binlog.TextDecoder;
import dev.plumbline.sandbox.replicator.source.SourceCharsets;
import dev.plumbline.sandbox.replicator.table.Row;
import dev.plumbline.sandbox.replicator.table.RowChange;
import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.UnreplicableException;
import dev.plumbline.sandbox.replicator.table.ValueRules;
import dev.plumbline.sandbox.replicator.warehouse.Spool;
import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes rows events apart and puts their changes into the batch, or aside while a snapshot is being
 * taken.
 */
final class RowApplier {
  private static final Logger LOG = System.getLogger(RowApplier.class.getName());

  private final Session session;
  private final Replicas replicas;
  private final Batch batch;
  private final Control control;
  private final SourceCharsets charsets = new SourceCharsets();
  private final Map<Long, TableShape> shapes = new HashMap<>();
  private final Map<TableName, Decoder> decoders = new HashMap<>();

  private record Decoder(TableShape shape, int version, RowDecoder rows) {}

  RowApplier(Session session, Replicas replicas, Batch batch, Control control) {
    this.session = session;
    this.replicas = replicas;
    this.batch = batch;
    this.control = control;
  }

  /** Remembers a table map for the events that refer to it. */
  void map(TableShape shape) {
    shapes.put(shape.id(), shape);
  }

  /**
   * Applies an event.
   *
   * @param transactionSequence the integration's number of its transaction
   */
  void apply(LogEvent.RowsChanged event, long transactionSequence) throws SQLException {
    TableShape shape = shapes.get(event.tableId());
    Optional<Replica> known = replicas.find(shape.name());
    if (known.isEmpty()) {
      return;
    }
    Replica replica = known.get();
    if (replica.isSeeding()) {
      replica.waiting().add(new Spool.Waiting(event, shape, transactionSequence));
      batch.added(replica, event.rows().bytes().length);
    } else {
      write(replica, event, shape, transactionSequence);
    }
    if (batch.hasPortion()) {
      batch.send();
    }
  }

  /** Shows what a snapshot brought, and applies what waited in the spool while it was taken. */
  void drain(Replica replica) throws SQLException {
    if (!replica.isLive() || replica.state() == TableState.SYNCED) {
      return;
    }
    session
        .spool()
        .drain(
            replica.name(),
            waiting -> {
              write(replica, waiting.rows(), waiting.shape(), waiting.transactionSequence());
              if (batch.hasPortion()) {
                batch.send();
              }
            });
    batch.send();
    if (replica.isLive()) {
      session.store().showSeed(replica.name(), replica.rows());
    }
  }

  private void write(
      Replica replica, LogEvent.RowsChanged event, TableShape shape, long transactionSequence)
      throws SQLException {
    if (!replica.isLive() || replica.covers(event.group())) {
      return;
    }
    if (!shape.columnNames().equals(replica.table().columnNames())) {
      replicas.resync(replica.name(), "Table definition changed");
      return;
    }
    try {
      ValueRules rules = replicas.settings().valueRules();
      decoder(replica, shape)
          .decode(event, change -> write(replica, rules, change, transactionSequence));
      batch.added(replica, event.rows().bytes().length);
    } catch (UnreplicableException e) {
      replicas.fail(replica.name(), e.getMessage(), false);
    } catch (IllegalStateException | IndexOutOfBoundsException e) {
      LOG.log(Level.WARNING, "Cannot read changes of " + replica.name(), e);
      replicas.fail(replica.name(), "Cannot read changes: " + e.getMessage(), false);
    }
  }

  private void write(Replica replica, ValueRules rules, RowChange change, long sequence) {
    batch.count(change);
    RowChange fitting =
        new RowChange(
            change.table(),
            change.kind(),
            fit(replica, rules, change.before()),
            fit(replica, rules, change.after()),
            change.transactionId());
    for (RowChange written : control.hook().apply(replica.table(), fitting)) {
      batch.add(replica, written, sequence);
    }
  }

  private static Row fit(Replica replica, ValueRules rules, Row row) {
    return row == null ? null : rules.apply(replica.table(), replica.limits(), row);
  }

  private RowDecoder decoder(Replica replica, TableShape shape) throws SQLException {
    Decoder decoder = decoders.get(replica.name());
    if (decoder == null
        || decoder.version() != replica.version()
        || !decoder.shape().columns().equals(shape.columns())) {
      decoder = new Decoder(shape, replica.version(), rowDecoder(replica, shape));
      decoders.put(replica.name(), decoder);
    }
    return decoder.rows();
  }

  private RowDecoder rowDecoder(Replica replica, TableShape shape) throws SQLException {
    Map<SourceColumn, TextDecoder> texts = new HashMap<>();
    for (SourceColumn column : replica.table().columns()) {
      texts.put(column, charsets.decoder(column, session.source())::apply);
    }
    return new RowDecoder(replica.table(), shape, texts::get);
  }
}
