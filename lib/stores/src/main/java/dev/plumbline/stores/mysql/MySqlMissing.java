package dev.plumbline.stores.mysql;

import static dev.plumbline.stores.mysql.MySqlDialect.quote;

import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Deletes the rows of a table whose keys were not seen. The keys are kept in a temporary table of
 * the session, so that memory does not grow with them; the account needs CREATE TEMPORARY TABLES.
 */
public final class MySqlMissing {
  private static final int BATCH = 500;

  private final Connection connection;
  private final TableSpec table;
  private final TableName seen;

  private MySqlMissing(Connection connection, TableSpec table) {
    this.connection = connection;
    this.table = table;
    this.seen = new TableName(table.source().schema(), "plumbline_seen_" + table.id());
  }

  /** Begins to note keys; once per session and table. */
  public static MySqlMissing begin(Connection connection, TableSpec table) throws SQLException {
    MySqlMissing missing = new MySqlMissing(connection, table);
    try (Statement statement = connection.createStatement()) {
      statement.execute(MySqlDdl.createKeyTable(table, missing.seen));
    }
    return missing;
  }

  /** Notes keys, each a value per key column; one that was noted already changes nothing. */
  public void seen(List<List<Object>> keys) throws SQLException {
    Transactions.run(
        connection,
        () -> {
          for (int start = 0; start < keys.size(); start += BATCH) {
            List<List<Object>> part = keys.subList(start, Math.min(keys.size(), start + BATCH));
            String first = quote(table.key().get(0));
            execute(
                "INSERT INTO "
                    + quote(seen)
                    + " ("
                    + quote(table.key())
                    + ") VALUES "
                    + MySqlUpsert.tuples(table.key().size(), part.size())
                    + " ON DUPLICATE KEY UPDATE "
                    + first
                    + " = "
                    + first,
                part);
          }
          return null;
        });
  }

  /** How many different keys were noted. */
  public long count() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + quote(seen))) {
      count.next();
      return count.getLong(1);
    }
  }

  /** Whether the table holds a row that was not seen. */
  public boolean hasUnseen() throws SQLException {
    return !unseen(null).isEmpty();
  }

  /** What became of the rows that were not seen. */
  public record Deletion(long deleted, List<RowSplitter.Refused<List<Object>>> refused) {}

  /** Deletes the rows that were not seen; those that another table still references stay. */
  public Deletion delete() throws SQLException {
    long deleted = 0;
    List<RowSplitter.Refused<List<Object>>> refused = new ArrayList<>();
    List<List<Object>> keys = unseen(null);
    while (!keys.isEmpty()) {
      Deletion part = delete(keys);
      deleted += part.deleted();
      refused.addAll(part.refused());
      keys = unseen(keys.get(keys.size() - 1));
    }
    return new Deletion(deleted, refused);
  }

  private Deletion delete(List<List<Object>> keys) throws SQLException {
    return Transactions.run(
        connection,
        () -> {
          long[] deleted = {0};
          var refused = RowSplitter.apply(keys, part -> deleted[0] += deleteRows(part));
          return new Deletion(deleted[0], refused);
        });
  }

  private long deleteRows(List<List<Object>> keys) throws SQLException {
    return execute(
        "DELETE FROM "
            + quote(table.source())
            + " WHERE ("
            + quote(table.key())
            + ") IN ("
            + MySqlUpsert.tuples(table.key().size(), keys.size())
            + ")",
        keys);
  }

  private List<List<Object>> unseen(List<Object> after) throws SQLException {
    String keys = qualified("t");
    String sql =
        "SELECT "
            + keys
            + " FROM "
            + quote(table.source())
            + " t LEFT JOIN "
            + quote(seen)
            + " s ON "
            + table.key().stream()
                .map(name -> "t." + quote(name) + " = s." + quote(name))
                .collect(Collectors.joining(" AND "))
            + " WHERE s."
            + quote(table.key().get(0))
            + " IS NULL"
            + (after == null
                ? ""
                : " AND (" + keys + ") > " + MySqlUpsert.tuples(table.key().size(), 1))
            + " ORDER BY "
            + keys
            + " LIMIT "
            + BATCH;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (after != null) {
        bind(statement, List.of(after));
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<List<Object>> found = new ArrayList<>();
        while (rows.next()) {
          List<Object> key = new ArrayList<>();
          for (int i = 1; i <= table.key().size(); i++) {
            // A number stays one: as text, a large one would be compared as a double.
            key.add(
                rows.getObject(i) instanceof Number ? rows.getBigDecimal(i) : rows.getString(i));
          }
          found.add(key);
        }
        return found;
      }
    }
  }

  private String qualified(String alias) {
    return table.key().stream()
        .map(name -> alias + "." + quote(name))
        .collect(Collectors.joining(", "));
  }

  private long execute(String sql, List<List<Object>> keys) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, keys);
      return statement.executeLargeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, List<List<Object>> keys)
      throws SQLException {
    int index = 1;
    for (List<Object> key : keys) {
      for (Object value : key) {
        statement.setObject(index++, value);
      }
    }
  }
}
