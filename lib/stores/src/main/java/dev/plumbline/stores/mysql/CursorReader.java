package dev.plumbline.stores.mysql;

import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.MySqlType;
import dev.plumbline.core.table.TableSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a table's cursor what there is to read, by its index alone where it has one. */
public final class CursorReader {
  private final CursorSpec cursor;
  private final String from;
  private final String column;
  private final boolean zoned;

  /**
   * @param table whose extraction has a cursor
   */
  public CursorReader(TableSpec table) {
    this(table, table.extraction().cursor().orElseThrow());
  }

  public CursorReader(TableSpec table, CursorSpec cursor) {
    this.cursor = cursor;
    this.from = " FROM " + MySqlDialect.quote(table.source());
    this.column = MySqlDialect.quote(cursor.column());
    this.zoned = table.column(cursor.column()).type().type() == MySqlType.TIMESTAMP;
  }

  /**
   * The greatest value that is not in the future; empty where there is none. A row from the future
   * would else hide all that is written until then. What a DATETIME calls now is told by the
   * server's own zone.
   */
  public Optional<BigInteger> bound(Connection connection) throws SQLException {
    String now =
        zoned
            ? "UTC_TIMESTAMP(6)"
            : "COALESCE(CONVERT_TZ(UTC_TIMESTAMP(6), '+00:00', @@global.time_zone),"
                + " UTC_TIMESTAMP(6))";
    return value(
        connection,
        "SELECT "
            + shown("MAX(" + column + ")")
            + from
            + (cursor.time() ? " WHERE " + column + " <= " + now : ""));
  }

  /**
   * A condition in MySQL's SQL: the rows from a value on, and those without one; before another
   * value, where one is given.
   *
   * @param least empty for all rows
   * @param until empty where there is no end
   * @param nulls whether rows without a value belong to it
   */
  public String condition(Optional<BigInteger> least, Optional<BigInteger> until, boolean nulls) {
    List<String> terms = new ArrayList<>();
    least.ifPresent(value -> terms.add(column + " >= " + cursor.literal(value)));
    until.ifPresent(value -> terms.add(column + " < " + cursor.literal(value)));
    if (terms.isEmpty()) {
      return nulls ? "TRUE" : column + " IS NOT NULL";
    }
    String range = "(" + String.join(" AND ", terms) + ")";
    return nulls ? "(" + range + " OR " + column + " IS NULL)" : range;
  }

  /** How many rows meet a condition. */
  public long count(Connection connection, String condition) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*)" + from + " WHERE " + condition)) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Values that cut a range into parts of about so many rows; rows of one value are never cut
   * apart.
   *
   * @param least empty where the range is open below
   * @param until empty where it is open above
   */
  public List<BigInteger> cuts(
      Connection connection, Optional<BigInteger> least, Optional<BigInteger> until, long rows)
      throws SQLException {
    List<BigInteger> cuts = new ArrayList<>();
    Optional<BigInteger> at = least;
    while (true) {
      Optional<BigInteger> next = after(connection, at, until, rows);
      if (next.isPresent() && next.equals(at)) {
        next = above(connection, next.get(), until);
      }
      if (next.isEmpty()) {
        return cuts;
      }
      cuts.add(next.get());
      at = next;
    }
  }

  private Optional<BigInteger> after(
      Connection connection, Optional<BigInteger> at, Optional<BigInteger> until, long rows)
      throws SQLException {
    return value(
        connection,
        "SELECT "
            + shown(column)
            + from
            + " WHERE "
            + condition(at, until, false)
            + " ORDER BY "
            + column
            + " LIMIT 1 OFFSET "
            + rows);
  }

  private Optional<BigInteger> above(
      Connection connection, BigInteger value, Optional<BigInteger> until) throws SQLException {
    return value(
        connection,
        "SELECT "
            + shown("MIN(" + column + ")")
            + from
            + " WHERE "
            + condition(Optional.of(value.add(BigInteger.ONE)), until, false));
  }

  private String shown(String expression) {
    return cursor.time() ? "CAST(" + expression + " AS CHAR)" : expression;
  }

  private Optional<BigInteger> value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        return Optional.empty();
      }
      if (cursor.time()) {
        return Optional.ofNullable(row.getString(1))
            .map(text -> MySqlTimes.micros(text.getBytes(StandardCharsets.UTF_8)))
            .map(BigInteger::valueOf);
      }
      return Optional.ofNullable(row.getBigDecimal(1)).map(BigDecimal::toBigIntegerExact);
    }
  }
}
