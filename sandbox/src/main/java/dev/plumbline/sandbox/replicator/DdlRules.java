package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.AddColumn;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.DropColumn;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.Harmless;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.Reload;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.RenameColumn;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.RenameTo;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.Action.Reshape;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement.InitialValue;
import dev.plumbline.sandbox.replicator.source.Examination;
import dev.plumbline.sandbox.replicator.source.Examination.Refused;
import dev.plumbline.sandbox.replicator.source.Examination.Replicable;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What DDL at the source does to replicas.
 *
 * <p>A column added at the end with a known value, dropped or renamed is done to the replica too.
 * What AWS names as forcing a resync, and everything that cannot be done exactly from the statement
 * alone, makes the table be read anew; which is always right, since a snapshot brings its own
 * columns and position; a snapshot that is under way is begun anew. Source: "Troubleshooting Aurora
 * zero-ETL integrations", tables in ResyncRequired.
 */
final class DdlRules {
  private final Session session;
  private final Replicas replicas;
  private final Batch batch;
  private final DataFilter filter;

  DdlRules(Session session, Replicas replicas, Batch batch, DataFilter filter) {
    this.session = session;
    this.replicas = replicas;
    this.batch = batch;
    this.filter = filter;
  }

  /**
   * Does to the replicas what the statement did to the source. All changes before it must have been
   * sent.
   *
   * @param end where the statement's event ends in the binlog
   */
  void apply(DdlStatement statement, BinlogPosition end) throws SQLException {
    if (statement instanceof DdlStatement.CreateTable create) {
      create(create, end);
    } else if (statement instanceof DdlStatement.AlterTable alter) {
      alter(alter, end);
    } else if (statement instanceof DdlStatement.DropTables drop) {
      for (TableName table : drop.tables()) {
        reconsider(table, end, "Table was dropped and created again");
      }
    } else if (statement instanceof DdlStatement.RenameTables renames) {
      for (DdlStatement.Rename rename : renames.renames()) {
        reconsider(rename.from(), end, "Table was renamed");
        reconsider(rename.to(), end, "Table was renamed");
      }
    } else if (statement instanceof DdlStatement.TruncateTable truncate) {
      truncate(truncate.table(), end);
    } else if (statement instanceof DdlStatement.DropDatabase drop) {
      for (TableName table : replicas.in(drop.database())) {
        reconsider(table, end, "Database was dropped and created again");
      }
    }
  }

  private void create(DdlStatement.CreateTable create, BinlogPosition end) throws SQLException {
    boolean known = replicas.find(create.table()).map(Replica::isLive).orElse(false);
    if (!known || create.replacing()) {
      reconsider(create.table(), end, "Table was created");
    }
  }

  /**
   * Goes by what the source has under the name now, unless a snapshot has seen the statement's
   * effect already.
   */
  private void reconsider(TableName name, BinlogPosition end, String reason) throws SQLException {
    if (!filter.includes(name)) {
      return;
    }
    Optional<Replica> known = replicas.find(name);
    if (known.map(replica -> replica.isLive() && replica.covers(end)).orElse(false)) {
      return;
    }
    if (known.map(Replica::isSeeding).orElse(false)) {
      replicas.seed(name, reason);
      return;
    }
    Examination now = session.examine(name);
    if (now instanceof Refused refused) {
      replicas.fail(name, refused.reason(), refused.healedBySource());
    } else if (now instanceof Replicable && known.isPresent()) {
      replicas.resync(name, reason);
    } else if (now instanceof Replicable) {
      replicas.seed(name, null);
    } else if (known.isPresent()) {
      replicas.delete(name);
    }
  }

  private void truncate(TableName name, BinlogPosition end) throws SQLException {
    Optional<Replica> known = replicas.find(name);
    if (known.isEmpty()) {
      return;
    }
    Replica replica = known.get();
    if (replica.isSeeding()) {
      replicas.seed(name, "Table was truncated");
    } else if (replica.isLive() && !replica.covers(end)) {
      session.writer().truncate(name);
      batch.countsOf(name).addDeleted(replica.rows());
      replica.addRows(-replica.rows());
    }
  }

  private void alter(DdlStatement.AlterTable alter, BinlogPosition end) throws SQLException {
    List<Action> actions = new ArrayList<>(alter.actions());
    for (Action action : alter.actions()) {
      if (action instanceof RenameTo rename) {
        reconsider(alter.table(), end, "Table was renamed");
        reconsider(rename.table(), end, "Table was renamed");
        return;
      }
    }
    actions.removeIf(Harmless.class::isInstance);
    Optional<Replica> known = replicas.find(alter.table());
    if (actions.isEmpty() || known.isEmpty()) {
      return;
    }
    Replica replica = known.get();
    if (replica.isSeeding()) {
      replicas.seed(replica.name(), "Table definition changed");
    } else if (!replica.isLive()) {
      if (replica.healedBySource()) {
        reconsider(alter.table(), end, "Primary key was added");
      }
    } else if (!replica.covers(end)) {
      alter(replica, actions);
    }
  }

  private void alter(Replica replica, List<Action> actions) throws SQLException {
    Examination now = session.examine(replica.name());
    if (now instanceof Refused refused) {
      replicas.fail(replica.name(), refused.reason(), refused.healedBySource());
      return;
    }
    if (!(now instanceof Replicable replicable)) {
      // It is gone by now; the statement that dropped it comes later in the binlog.
      replicas.resync(replica.name(), "Table definition changed");
      return;
    }
    Optional<String> obstacle =
        actions.size() > 1
            ? Optional.of("Several column changes in one ALTER TABLE")
            : follow(replica, actions.get(0), replicable.table());
    if (obstacle.isPresent()) {
      replicas.resync(replica.name(), obstacle.get());
    }
  }

  /**
   * Does one action to the replica.
   *
   * @param now the table as the source has it by now, which may be later than the action
   * @return why it cannot be done so, or empty when it is done
   */
  private Optional<String> follow(Replica replica, Action action, SourceTable now)
      throws SQLException {
    if (action instanceof AddColumn add) {
      return add(replica, add, now);
    }
    if (action instanceof DropColumn drop) {
      return drop(replica, drop.column());
    }
    if (action instanceof RenameColumn rename) {
      return rename(replica, rename);
    }
    if (action instanceof Reshape && now.equals(replica.table())) {
      return Optional.empty();
    }
    return Optional.of(
        action instanceof Reload ? "Rows changed by ALTER TABLE" : "Table definition changed");
  }

  private Optional<String> add(Replica replica, AddColumn add, SourceTable now)
      throws SQLException {
    if (add.placed()) {
      return Optional.of("Column " + add.column() + " was added FIRST or AFTER another");
    }
    if (add.initial() instanceof InitialValue.Computed) {
      return Optional.of(
          "Column " + add.column() + " was added with values that only the source has");
    }
    int index = now.indexOf(add.column());
    if (index < 0 || replica.table().indexOf(add.column()) >= 0) {
      return Optional.of("Table definition changed");
    }
    SourceColumn column = now.columns().get(index);
    Optional<InitialText> initial = InitialText.of(column, add.initial());
    if (initial.isEmpty() || column.keyPosition() > 0) {
      return Optional.of(
          "Column " + add.column() + " was added with a default that needs the source");
    }
    session.writer().addColumn(replica.name(), column, initial.get().text());
    List<SourceColumn> columns = new ArrayList<>(replica.table().columns());
    columns.add(column);
    reshape(replica, columns);
    return Optional.empty();
  }

  private Optional<String> drop(Replica replica, String name) throws SQLException {
    int index = replica.table().indexOf(name);
    if (index < 0) {
      // DROP COLUMN IF EXISTS that found none.
      return Optional.empty();
    }
    SourceColumn column = replica.table().columns().get(index);
    if (column.keyPosition() > 0) {
      return Optional.of("Primary key column " + name + " was dropped");
    }
    session.writer().dropColumn(replica.name(), column.name());
    List<SourceColumn> columns = new ArrayList<>(replica.table().columns());
    columns.remove(index);
    reshape(replica, columns);
    return Optional.empty();
  }

  private Optional<String> rename(Replica replica, RenameColumn rename) throws SQLException {
    int index = replica.table().indexOf(rename.from());
    if (index < 0) {
      return Optional.of("Table definition changed");
    }
    SourceColumn old = replica.table().columns().get(index);
    session.writer().renameColumn(replica.name(), old.name(), rename.to());
    List<SourceColumn> columns = new ArrayList<>(replica.table().columns());
    columns.set(index, old.renamed(rename.to()));
    reshape(replica, columns);
    return Optional.empty();
  }

  private void reshape(Replica replica, List<SourceColumn> columns) throws SQLException {
    replica.reshape(new SourceTable(replica.name(), columns));
    session.store().saveColumns(replica.table());
  }
}
