package dev.plumbline.stores.mysql;

import static dev.plumbline.stores.mysql.MySqlDialect.quote;

import dev.plumbline.core.table.TableSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes rows so that the table holds them, whatever it held: the same rows again change nothing.
 *
 * <p>Rows go in statements of many rows, {@code INSERT … ON DUPLICATE KEY UPDATE}. A row that is
 * there already with the same values is left alone by the server: no binlog event, and a column
 * with ON UPDATE keeps its time (MySQL manual, "INSERT … ON DUPLICATE KEY UPDATE").
 *
 * <p>Counts are exact: the rows that exist are counted by key before and after, and the server
 * reports 1 per insert, 2 per update and 0 per untouched row in one sum.
 */
public final class MySqlUpsert {
  private static final int MAX_ROWS = 500;
  private static final long MAX_BYTES = 4L << 20;

  private final Connection connection;
  private final TableSpec table;
  private final List<String> columns;
  private final List<Integer> keyPositions;

  /**
   * @param columns that are written, all key columns among them
   */
  public MySqlUpsert(Connection connection, TableSpec table, List<String> columns) {
    this.connection = connection;
    this.table = table;
    this.columns = List.copyOf(columns);
    this.keyPositions = table.key().stream().map(columns::indexOf).toList();
  }

  /** How many rows were new, changed, or there already. */
  public record Counts(long inserted, long updated, long unchanged) {
    static final Counts NONE = new Counts(0, 0, 0);

    /** Both together. */
    public Counts plus(Counts other) {
      return new Counts(
          inserted + other.inserted, updated + other.updated, unchanged + other.unchanged);
    }
  }

  /** What became of a batch. */
  public record Outcome(Counts counts, List<RowSplitter.Refused<MySqlRow>> refused) {}

  /**
   * Writes the rows in one transaction; those that the server refuses are left out and returned.
   *
   * @throws SQLException when the batch as a whole failed; then none of it is written
   */
  public Outcome write(List<MySqlRow> rows) throws SQLException {
    return Transactions.run(
        connection,
        () -> {
          Tally tally = new Tally();
          List<RowSplitter.Refused<MySqlRow>> refused = new ArrayList<>();
          for (List<MySqlRow> chunk : chunks(rows)) {
            refused.addAll(
                RowSplitter.apply(chunk, part -> tally.counts = tally.counts.plus(send(part))));
          }
          return new Outcome(tally.counts, refused);
        });
  }

  private static final class Tally {
    private Counts counts = Counts.NONE;
  }

  private Counts send(List<MySqlRow> rows) throws SQLException {
    long before = existing(rows);
    long affected;
    try (PreparedStatement statement = connection.prepareStatement(upsertSql(rows.size()))) {
      int index = 1;
      for (MySqlRow row : rows) {
        for (Object value : row.values()) {
          statement.setObject(index++, value);
        }
      }
      affected = statement.executeLargeUpdate();
    }
    long inserted = existing(rows) - before;
    long updated = (affected - inserted) / 2;
    return new Counts(inserted, updated, rows.size() - inserted - updated);
  }

  private long existing(List<MySqlRow> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(countSql(rows.size()))) {
      int index = 1;
      for (MySqlRow row : rows) {
        for (int position : keyPositions) {
          statement.setObject(index++, row.values().get(position));
        }
      }
      try (ResultSet count = statement.executeQuery()) {
        count.next();
        return count.getLong(1);
      }
    }
  }

  private String upsertSql(int rows) {
    List<String> others = columns.stream().filter(name -> !table.key().contains(name)).toList();
    List<String> assigned = others.isEmpty() ? List.of(table.key().get(0)) : others;
    return "INSERT INTO "
        + quote(table.source())
        + " ("
        + quote(columns)
        + ") VALUES "
        + tuples(columns.size(), rows)
        + " ON DUPLICATE KEY UPDATE "
        + assigned.stream()
            .map(name -> quote(name) + " = VALUES(" + quote(name) + ")")
            .collect(Collectors.joining(", "));
  }

  private String countSql(int rows) {
    return "SELECT COUNT(*) FROM "
        + quote(table.source())
        + " FORCE INDEX (PRIMARY) WHERE ("
        + quote(table.key())
        + ") IN ("
        + tuples(table.key().size(), rows)
        + ")";
  }

  static String tuples(int width, int rows) {
    String tuple = "(" + String.join(",", Collections.nCopies(width, "?")) + ")";
    return String.join(",", Collections.nCopies(rows, tuple));
  }

  /** Statements stay well below any server's {@code max_allowed_packet}, a lone row excepted. */
  private static List<List<MySqlRow>> chunks(List<MySqlRow> rows) {
    List<List<MySqlRow>> chunks = new ArrayList<>();
    int start = 0;
    long bytes = 0;
    for (int i = 0; i < rows.size(); i++) {
      long size = rows.get(i).bytes();
      if (i > start && (i - start == MAX_ROWS || bytes + size > MAX_BYTES)) {
        chunks.add(rows.subList(start, i));
        start = i;
        bytes = 0;
      }
      bytes += size;
    }
    if (start < rows.size()) {
      chunks.add(rows.subList(start, rows.size()));
    }
    return chunks;
  }
}
