package dev.plumbline.spark.source;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.TableSpec;
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
 * @param bounds values of the statement's parameters
 * @param key positions of the key's columns, for messages
 */
record RowQuery(
    int number,
    String table,
    String sql,
    List<BigInteger> bounds,
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
    List<BigInteger> bounds = new ArrayList<>();
    String sql =
        MySqlDialect.select(table.source(), table.columns(), further)
            + where(splitColumn, range, bounds);
    List<String> names = table.columns().stream().map(ColumnSpec::name).toList();
    return new RowQuery(
        number,
        table.source().toString(),
        sql,
        new ArrayList<>(bounds),
        new ArrayList<>(table.columns().stream().map(RowQuery::column).toList()),
        new ArrayList<>(table.key().stream().map(names::indexOf).toList()));
  }

  /** Whole numbers go to the server as such, so that the key's index serves the range. */
  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < bounds.size(); i++) {
      BigInteger bound = bounds.get(i);
      if (bound.bitLength() < Long.SIZE) {
        statement.setLong(i + 1, bound.longValueExact());
      } else {
        statement.setBigDecimal(i + 1, new BigDecimal(bound));
      }
    }
  }

  private static String where(String splitColumn, KeyRange range, List<BigInteger> bounds) {
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
