package dev.plumbline.sandbox.workload;

import dev.plumbline.sandbox.workload.Counts.What;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One transaction after another over one connection. Keys are held from when they are chosen until
 * the transaction ends; what it leaves is known to the tables only then.
 */
final class Writer implements AutoCloseable {
  private static final int FEWEST_IN_BULK = 20;
  private static final int MOST_IN_BULK = 200;
  private static final int MOST_COLUMNS = 3;

  private final Connection connection;
  private final Counts counts;
  private final List<Held> held = new ArrayList<>();
  private final List<Held> left = new ArrayList<>();

  private record Held(LiveTable table, List<String> key) {}

  Writer(Connection connection, Counts counts) {
    this.connection = connection;
    this.counts = counts;
  }

  boolean isOpen() {
    return !held.isEmpty();
  }

  /** Whether its open transaction has locked rows of the table. */
  boolean isIn(LiveTable table) {
    return held.stream().anyMatch(one -> one.table() == table);
  }

  void insert(LiveTable table, Random random, int rows) throws SQLException {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      long number = table.takeNew();
      List<String> key = table.key(number);
      held.add(new Held(table, key));
      left.add(new Held(table, key));
      values.addAll(table.shape().bound(key));
      values.add(number);
      values.addAll(table.shape().values().of(random));
    }
    run(table.shape().insert(table.name().schema(), rows), values);
    counts.add(What.INSERTED, rows);
  }

  /** Sets some columns of some rows to the same values. */
  void update(LiveTable table, Random random, int rows) throws SQLException {
    List<List<String>> keys = take(table, random, rows);
    if (keys.isEmpty()) {
      return;
    }
    List<String> columns = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    List<Object> others = table.shape().values().of(random);
    int first = random.nextInt(others.size());
    for (int i = 0; i < Math.min(others.size(), 1 + random.nextInt(MOST_COLUMNS)); i++) {
      int column = (first + i) % others.size();
      columns.add(table.shape().valueColumns().get(column));
      values.add(others.get(column));
    }
    keys.forEach(
        key -> {
          values.addAll(table.shape().bound(key));
          left.add(new Held(table, key));
        });
    run(table.shape().update(table.name().schema(), columns, keys.size()), values);
    counts.add(What.UPDATED, keys.size());
  }

  void delete(LiveTable table, Random random, int rows) throws SQLException {
    List<List<String>> keys = take(table, random, rows);
    if (keys.isEmpty()) {
      return;
    }
    List<Object> values = new ArrayList<>();
    keys.forEach(key -> values.addAll(table.shape().bound(key)));
    run(table.shape().delete(table.name().schema(), keys.size()), values);
    counts.add(What.DELETED, keys.size());
  }

  /** Gives a row another key. */
  void changeKey(LiveTable table, Random random) throws SQLException {
    Optional<List<String>> old = take(table, random, 1).stream().findFirst();
    if (old.isEmpty()) {
      return;
    }
    long number = table.takeNew();
    List<String> key = table.key(number);
    held.add(new Held(table, key));
    left.add(new Held(table, key));
    List<String> columns = new ArrayList<>(table.shape().keyColumns());
    columns.add("number");
    List<Object> values = new ArrayList<>(table.shape().bound(key));
    values.add(number);
    values.addAll(table.shape().bound(old.get()));
    run(table.shape().update(table.name().schema(), columns, 1), values);
    counts.add(What.KEYS_CHANGED, 1);
  }

  /**
   * One statement for many rows. It may look at rows that it does not change, so nobody else may
   * have locked any.
   *
   * @param grow whether rows are added rather than removed, where they are not changed
   */
  void bulk(LiveTable table, Random random, boolean grow) throws SQLException {
    int rows = FEWEST_IN_BULK + random.nextInt(MOST_IN_BULK - FEWEST_IN_BULK);
    if (random.nextInt(3) == 0) {
      update(table, random, rows);
    } else if (grow) {
      insert(table, random, rows);
    } else {
      delete(table, random, Math.min(rows, table.size() / 4));
    }
    counts.add(What.BULK_STATEMENTS, 1);
  }

  private List<List<String>> take(LiveTable table, Random random, int rows) {
    List<List<String>> keys = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      Optional<List<String>> key = table.take(random);
      if (key.isEmpty()) {
        break;
      }
      keys.add(key.get());
      held.add(new Held(table, key.get()));
    }
    return keys;
  }

  private void run(String sql, List<Object> values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      LiveTable.bind(statement, values);
      statement.executeUpdate();
    }
  }

  /** Ends the transaction; when that fails, what the tables hold has to be read again. */
  void commit() throws SQLException {
    connection.commit();
    left.forEach(one -> one.table().giveBack(one.key()));
    left.clear();
    release();
  }

  private void release() {
    held.forEach(one -> one.table().release(one.key()));
    held.clear();
  }

  /** Ends the connection, and with it what is not committed. */
  @Override
  public void close() {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      // The server ends the transaction of a connection that is gone.
      left.clear();
    }
    left.clear();
    release();
  }
}
