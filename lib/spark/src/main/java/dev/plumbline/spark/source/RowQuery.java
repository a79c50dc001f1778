package dev.plumbline.spark.source;

import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.digest.BoundSql;
import dev.plumbline.stores.mysql.MySqlDialect;
import dev.plumbline.stores.mysql.MySqlDialect.Wire;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * What one partition asks of MySQL, in a form that travels to executors.
 *
 * @param number the partition's, from 0
 * @param table the source table's name, for messages
 * @param values of the statement's parameters: whole numbers, decimals, texts, bytes
 * @param key positions of the key's columns, for messages
 */
record RowQuery(
    int number,
    String table,
    String sql,
    List<Object> values,
    List<Column> columns,
    List<Integer> key)
    implements InputPartition {

  /** A column of the SELECT list. */
  record Column(String name, Wire wire, int precision, int scale, ZeroDates zeroDates)
      implements Serializable {}

  /**
   * @param splitColumn the key column that the range is one of; null for all rows
   * @param further expressions that follow the columns in the SELECT list
   */
  static RowQuery of(
      int number, TableSpec table, String splitColumn, KeyRange range, List<String> further) {
    List<Object> bounds = new ArrayList<>();
    String sql =
        MySqlDialect.select(table.source(), table.columns(), further)
            + where(splitColumn, range, bounds);
    return of(number, table, sql, bounds);
  }

  /**
   * @param sql selects {@link MySqlDialect#projections} of all columns of the table
   */
  static RowQuery of(int number, TableSpec table, String sql, List<Object> values) {
    List<String> names = table.columns().stream().map(ColumnSpec::name).toList();
    return new RowQuery(
        number,
        table.source().toString(),
        sql,
        new ArrayList<>(values),
        new ArrayList<>(table.columns().stream().map(RowQuery::column).toList()),
        new ArrayList<>(table.key().stream().map(names::indexOf).toList()));
  }

  /**
   * One query for each statement.
   *
   * @param statements each selects {@link MySqlDialect#projections} of all columns of the table
   */
  static List<RowQuery> of(TableSpec table, List<BoundSql> statements) {
    List<RowQuery> queries = new ArrayList<>();
    for (BoundSql statement : statements) {
      queries.add(of(queries.size(), table, statement.sql(), statement.values()));
    }
    return queries;
  }

  /** Whole numbers go to the server as such, so that the key's index serves the range. */
  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i) instanceof BigInteger whole ? number(whole) : values.get(i);
      statement.setObject(i + 1, value);
    }
  }

  private static Object number(BigInteger whole) {
    return whole.bitLength() < Long.SIZE ? (Object) whole.longValueExact() : new BigDecimal(whole);
  }

  private static String where(String splitColumn, KeyRange range, List<Object> bounds) {
    if (range.equals(KeyRange.ALL)) {
      return "";
    }
    String key = MySqlDialect.quote(splitColumn);
    if (range.from() == null) {
      bounds.add(range.until());
      return " WHERE (" + key + " < ? OR " + key + " IS NULL)";
    }
    bounds.add(range.from());
    if (range.until() == null) {
      return " WHERE " + key + " >= ?";
    }
    bounds.add(range.until());
    return " WHERE " + key + " >= ? AND " + key + " < ?";
  }

  private static Column column(ColumnSpec column) {
    boolean wholeNumber = column.type().spark().equals("decimal(20,0)");
    return new Column(
        column.name(),
        MySqlDialect.projection(column).wire(),
        wholeNumber ? 20 : column.type().precision(),
        wholeNumber ? 0 : column.type().scale(),
        column.zeroDates());
  }
}
