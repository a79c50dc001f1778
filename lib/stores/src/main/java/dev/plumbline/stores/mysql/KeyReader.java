package dev.plumbline.stores.mysql;

import dev.plumbline.core.table.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Reads the keys of a table whose key is one whole number of at most eight bytes with a sign, a
 * page at a time along the key's index. Keys that lie close together come as bits, 64 to a row.
 */
public final class KeyReader {
  /** Keys of a page lie close where no more than so many numbers are between two, on average. */
  private static final long CLOSE = 16;

  /** So few that lie far apart are not looked through for some that lie close. */
  private static final long FEW = 65_536;

  private static final int WORD = 6;

  private final String from;
  private final String key;

  public KeyReader(TableName table, String key) {
    this.from = " FROM " + MySqlDialect.quote(table);
    this.key = MySqlDialect.quote(key);
  }

  /** How many rows the table has. */
  public long count(Connection connection) throws SQLException {
    return number(connection, "SELECT COUNT(*)" + from).orElseThrow();
  }

  /**
   * The key at which the page that follows begins; empty where none does.
   *
   * @param first the page's first key; empty for the table's first page
   * @param rows how many keys a page has
   */
  public OptionalLong next(Connection connection, OptionalLong first, int rows)
      throws SQLException {
    return number(
        connection,
        "SELECT "
            + key
            + from
            + range(first, OptionalLong.empty())
            + " ORDER BY "
            + key
            + " LIMIT 1 OFFSET "
            + rows);
  }

  /**
   * The keys of a page, in their order.
   *
   * @param first empty for the table's first page
   * @param next the first key that belongs to it no more; empty for the last page
   * @param rows how many keys a page has
   */
  public long[] keys(Connection connection, OptionalLong first, OptionalLong next, int rows)
      throws SQLException {
    LongStream.Builder keys = LongStream.builder();
    read(connection, first, next, rows, keys);
    return keys.build().sorted().toArray();
  }

  /** Where they lie far apart, perhaps only some of them do. */
  private void read(
      Connection connection,
      OptionalLong first,
      OptionalLong next,
      int atMost,
      LongStream.Builder keys)
      throws SQLException {
    String page = from + range(first, next);
    long width = width(connection, page);
    if (width >= 0 && width / CLOSE < atMost) {
      bits(connection, page, keys);
    } else if (atMost <= FEW) {
      list(connection, page, keys);
    } else {
      int half = atMost / 2;
      OptionalLong middle = next(connection, first, half);
      if (middle.isEmpty() || (next.isPresent() && middle.getAsLong() >= next.getAsLong())) {
        read(connection, first, next, half, keys);
      } else {
        read(connection, first, middle, half, keys);
        read(connection, middle, next, atMost - half, keys);
      }
    }
  }

  /** From the first key to the last; below 0 where that is more than a number holds. */
  private long width(Connection connection, String page) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT MIN(" + key + "), MAX(" + key + ")" + page)) {
      row.next();
      return row.getLong(2) - row.getLong(1);
    }
  }

  private String range(OptionalLong first, OptionalLong next) {
    List<String> ends = new ArrayList<>();
    first.ifPresent(least -> ends.add(key + " >= " + least));
    next.ifPresent(end -> ends.add(key + " < " + end));
    return ends.isEmpty() ? "" : " WHERE " + String.join(" AND ", ends);
  }

  private static OptionalLong number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }

  private void list(Connection connection, String page, LongStream.Builder keys)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Connector/J streams rows by this number.
      statement.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet row = statement.executeQuery("SELECT " + key + page)) {
        while (row.next()) {
          keys.add(row.getLong(1));
        }
      }
    }
  }

  /** Shifts are of 64 bits without a sign, of numbers below 0 too, so that nothing is lost. */
  private void bits(Connection connection, String page, LongStream.Builder keys)
      throws SQLException {
    String sql = "SELECT " + key + " >> 6 AS w, BIT_OR(1 << (" + key + " & 63))" + page;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql + " GROUP BY w")) {
      while (row.next()) {
        long word = row.getLong(1) << WORD;
        long rest = Long.parseUnsignedLong(row.getString(2));
        while (rest != 0) {
          keys.add(word | Long.numberOfTrailingZeros(rest));
          rest &= rest - 1;
        }
      }
    }
  }
}
