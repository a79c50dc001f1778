package dev.plumbline.core.evolve;

import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.MySqlType;
import java.util.List;

/** Whether every value of one type is one of another, and means the same. Pure. */
final class Widening {
  /** Each holds all values of those before it. */
  private static final List<List<MySqlType>> LADDERS =
      List.of(
          List.of(
              MySqlType.TINYINT,
              MySqlType.SMALLINT,
              MySqlType.MEDIUMINT,
              MySqlType.INT,
              MySqlType.BIGINT),
          List.of(
              MySqlType.TINYINT_UNSIGNED,
              MySqlType.SMALLINT_UNSIGNED,
              MySqlType.MEDIUMINT_UNSIGNED,
              MySqlType.INT_UNSIGNED,
              MySqlType.BIGINT_UNSIGNED),
          List.of(MySqlType.VARCHAR, MySqlType.TEXT, MySqlType.MEDIUMTEXT, MySqlType.LONGTEXT),
          List.of(MySqlType.TINYTEXT, MySqlType.TEXT, MySqlType.MEDIUMTEXT, MySqlType.LONGTEXT),
          List.of(MySqlType.TINYBLOB, MySqlType.BLOB, MySqlType.MEDIUMBLOB, MySqlType.LONGBLOB));

  private Widening() {}

  static boolean holds(ColumnType from, ColumnType to) {
    if (from.type() != to.type()) {
      return LADDERS.stream()
          .anyMatch(
              ladder ->
                  ladder.contains(from.type())
                      && ladder.indexOf(from.type()) < ladder.indexOf(to.type()));
    }
    return switch (from.type()) {
      case VARCHAR, VARBINARY -> to.length() >= from.length();
      case DECIMAL ->
          to.scale() >= from.scale()
              && to.precision() - to.scale() >= from.precision() - from.scale();
      case DATETIME, TIMESTAMP, TIME -> to.precision() >= from.precision();
      default -> same(from, to);
    };
  }

  /** The display width of an integer and the members of an ENUM or SET do not change its values. */
  static boolean same(ColumnType one, ColumnType other) {
    boolean members = one.type() == MySqlType.ENUM || one.type() == MySqlType.SET;
    return one.type() == other.type()
        && (members
            || (one.length() == other.length()
                && one.precision() == other.precision()
                && one.scale() == other.scale()));
  }
}
