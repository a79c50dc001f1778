package dev.plumbline.sandbox.replicator.warehouse;

import dev.plumbline.sandbox.replicator.table.Row;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rows of one replica as they lie in the warehouse, for those who damage them on purpose. Works
 * within the transaction of whoever handed it out; a place holds only until that ends.
 */
public final class ReplicaRows {
  private final Connection connection;
  private final String name;
  private final SourceTable table;

  ReplicaRows(Connection connection, ReplicaNames names, SourceTable table) {
    this.connection = connection;
    this.name = names.table(table.name());
    this.table = table;
  }

  /**
   * A row that is there.
   *
   * @param place tells it from any other, also from one that is equal to it
   * @param row its cells, without the bookkeeping columns
   */
  public record Stored(String place, Row row) {}

  /** The replica's columns. */
  public SourceTable table() {
    return table;
  }

  /** Up to that many rows in an order that looks random and that the seed alone decides. */
  public List<Stored> sample(int most, long seed) throws SQLException {
    String key =
        table.keyIndexes().stream()
            .map(i -> quoted(i) + "::text")
            .collect(Collectors.joining(", "));
    String sql = selected() + " order by md5(concat_ws(',', " + key + ", ?::text)), ctid limit ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, seed);
      statement.setInt(2, most);
      return read(statement);
    }
  }

  /** The rows that have one of these keys, in the order of the keys' text. */
  public List<Stored> find(List<List<String>> keys) throws SQLException {
    List<Integer> places = table.keyIndexes();
    String casts =
        IntStream.range(0, places.size())
            .mapToObj(i -> "u.k" + i + "::" + ReplicaTypes.type(table.columns().get(places.get(i))))
            .collect(Collectors.joining(", "));
    String arrays = places.stream().map(i -> "?::text[]").collect(Collectors.joining(", "));
    String aliases =
        IntStream.range(0, places.size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    String columns = places.stream().map(this::quoted).collect(Collectors.joining(", "));
    String order = places.stream().map(i -> quoted(i) + "::text").collect(Collectors.joining(", "));
    String sql =
        selected()
            + " where (%s) in (select %s from unnest(%s) as u(%s)) order by %s, ctid"
                .formatted(columns, casts, arrays, aliases, order);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < places.size(); i++) {
        int part = i;
        statement.setArray(
            i + 1,
            connection.createArrayOf("text", keys.stream().map(key -> key.get(part)).toArray()));
      }
      return read(statement);
    }
  }

  private String selected() {
    return "select ctid::text, "
        + IntStream.range(0, table.columns().size())
            .mapToObj(i -> quoted(i) + "::text")
            .collect(Collectors.joining(", "))
        + " from "
        + name;
  }

  private List<Stored> read(PreparedStatement statement) throws SQLException {
    List<Stored> stored = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
          cells.add(rows.getString(i + 2));
        }
        stored.add(new Stored(rows.getString(1), Row.of(cells)));
      }
    }
    return stored;
  }

  /** Takes the row away. */
  public void delete(Stored stored) throws SQLException {
    update("delete from " + name + " where ctid = ?::tid", stored.place());
  }

  /** Puts the row there once more. */
  public void copy(Stored stored) throws SQLException {
    update(
        "insert into %s select * from %s where ctid = ?::tid".formatted(name, name),
        stored.place());
  }

  /** Puts another value into one cell; the row is at another place afterwards. */
  public void set(Stored stored, int column, String value) throws SQLException {
    update(
        "update %s set %s = ?::%s where ctid = ?::tid"
            .formatted(name, quoted(column), ReplicaTypes.type(table.columns().get(column))),
        value,
        stored.place());
  }

  private void update(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      int rows = statement.executeUpdate();
      if (rows != 1) {
        throw new IllegalStateException("Cannot change one row of " + name + ": " + rows + " were");
      }
    }
  }

  private String quoted(int column) {
    return ReplicaNames.quote(table.columns().get(column).name());
  }
}
