package dev.plumbline.stores.mysql;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How names and columns are written in MySQL's SQL. */
public final class MySqlDialect {
  private MySqlDialect() {}

  /** A name in backticks, exactly as it is. */
  public static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** Database and table, each in backticks. */
  public static String quote(TableName name) {
    return quote(name.schema()) + "." + quote(name.table());
  }

  /** Names in backticks, with commas between. */
  static String quote(Collection<String> names) {
    return names.stream().map(MySqlDialect::quote).collect(Collectors.joining(", "));
  }

  /**
   * The expression under which a column leaves the server, and how its value is then to be taken.
   *
   * <p>Every column leaves as it is stored: the binary protocol, which {@link WireRows} reads, is
   * exact in each type, and gives also the dates that no calendar holds.
   */
  public static Projection projection(ColumnSpec column) {
    return new Projection(quote(column.name()), Wire.of(column.type()));
  }

  /** The same, followed by expressions over the columns. */
  public static String select(TableName table, List<ColumnSpec> columns, List<String> further) {
    return "SELECT "
        + Stream.concat(
                columns.stream().map(column -> projection(column).expression()), further.stream())
            .collect(Collectors.joining(", "))
        + " FROM "
        + quote(table);
  }

  /** The SELECT list of those columns, in their order. */
  public static String projections(List<ColumnSpec> columns) {
    return columns.stream()
        .map(column -> projection(column).expression())
        .collect(Collectors.joining(", "));
  }

  /** An expression of the SELECT list and the form of its value. */
  public record Projection(String expression, Wire wire) {}

  /** The form in which a projected value comes over the wire. */
  public enum Wire {
    INT,
    LONG,
    /** Exact decimal with the column's precision and scale. */
    DECIMAL,
    FLOAT,
    DOUBLE,
    /** UTF-8 bytes. */
    TEXT,
    BYTES,
    /** The bits, high byte first. */
    BITS,
    /** See {@link WireTimes#days}. */
    DATE,
    /** See {@link WireTimes#micros}; a TIMESTAMP is in UTC. */
    DATE_TIME,
    /** See {@link WireTimes#duration}. */
    TIME;

    static Wire of(ColumnType type) {
      return switch (type.type()) {
        case TINYINT,
            TINYINT_UNSIGNED,
            SMALLINT,
            SMALLINT_UNSIGNED,
            MEDIUMINT,
            MEDIUMINT_UNSIGNED,
            INT,
            YEAR ->
            INT;
        case INT_UNSIGNED, BIGINT -> LONG;
        case BIGINT_UNSIGNED, DECIMAL -> DECIMAL;
        case FLOAT -> FLOAT;
        case DOUBLE -> DOUBLE;
        case DECIMAL_WIDE, CHAR, VARCHAR, TINYTEXT, TEXT, MEDIUMTEXT, LONGTEXT, ENUM, SET, JSON ->
            TEXT;
        case BINARY, VARBINARY, TINYBLOB, BLOB, MEDIUMBLOB, LONGBLOB, GEOMETRY -> BYTES;
        case BIT -> BITS;
        case DATE -> DATE;
        case DATETIME, TIMESTAMP -> DATE_TIME;
        case TIME -> TIME;
      };
    }
  }
}
