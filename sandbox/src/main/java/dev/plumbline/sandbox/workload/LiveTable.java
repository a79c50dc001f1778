package dev.plumbline.sandbox.workload;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.fault.ReservedKeys;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A table of a workload with the keys that are there and that nobody writes. */
final class LiveTable {
  /** Keys that are tried before a table is taken to have none that are free. */
  private static final int TRIES = 50;

  private final TableShape shape;
  private final TableName name;
  private final ReservedKeys reserved;
  private final List<List<String>> keys = new ArrayList<>();
  private long last;

  LiveTable(TableShape shape, String database, ReservedKeys reserved) {
    this.shape = shape;
    this.name = new TableName(database, shape.name());
    this.reserved = reserved;
  }

  TableShape shape() {
    return shape;
  }

  TableName name() {
    return name;
  }

  int size() {
    return keys.size();
  }

  /** Takes over what the table holds. */
  void load(Connection connection) throws SQLException {
    keys.clear();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery(shape.lastNumber(name.schema()))) {
        rows.next();
        last = Math.max(last, rows.getLong(1));
      }
      try (ResultSet rows = statement.executeQuery(shape.select(name.schema()))) {
        while (rows.next()) {
          List<String> key = new ArrayList<>();
          for (int i = 1; i <= shape.keyDdl().size(); i++) {
            key.add(rows.getString(i));
          }
          keys.add(List.copyOf(key));
        }
      }
    }
  }

  /** Takes a key for writing that is there; empty where all that were tried are set apart. */
  Optional<List<String>> take(Random random) {
    for (int i = 0; i < TRIES && !keys.isEmpty(); i++) {
      int place = random.nextInt(keys.size());
      List<String> key = keys.get(place);
      if (reserved.hold(name, key)) {
        keys.set(place, keys.get(keys.size() - 1));
        keys.remove(keys.size() - 1);
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  /** Takes a number whose key has never been there. */
  long takeNew() {
    do {
      last++;
    } while (!reserved.hold(name, shape.keys().of(last)));
    return last;
  }

  List<String> key(long number) {
    return shape.keys().of(number);
  }

  /** Gives back a key that is there. */
  void giveBack(List<String> key) {
    keys.add(key);
  }

  /** Ends the hold on a key, there or not. */
  void release(List<String> key) {
    reserved.release(name, key);
  }

  static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }
}
