package dev.plumbline.sandbox.workload;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The shape of a table that a workload writes to: how it is declared, and how keys and values are
 * made for it. Every table has a column {@code number}, from which its key follows.
 *
 * @param name the table's name
 * @param keyDdl the key's columns, each with its type
 * @param ddl the other columns, each with its type
 * @param keys makes the text of a key's columns from a number; no two numbers share a key
 * @param values makes values for the other columns
 */
record TableShape(String name, List<String> keyDdl, List<String> ddl, Keys keys, Values values) {
  /** Makes keys. */
  @FunctionalInterface
  interface Keys {
    List<String> of(long number);
  }

  /** Makes a row's values but the key's and the number. */
  @FunctionalInterface
  interface Values {
    List<Object> of(Random random);
  }

  private static final String NUMBER = "number BIGINT NOT NULL";

  List<String> keyColumns() {
    return names(keyDdl);
  }

  /** All columns but the key's and the number. */
  List<String> valueColumns() {
    return names(ddl);
  }

  private static List<String> names(List<String> declarations) {
    return declarations.stream().map(one -> one.substring(0, one.indexOf(' '))).toList();
  }

  String create(String database) {
    String columns =
        Stream.of(keyDdl, List.of(NUMBER), ddl)
            .flatMap(List::stream)
            .collect(Collectors.joining(", "));
    return "CREATE TABLE IF NOT EXISTS `%s`.`%s` (%s, PRIMARY KEY (%s)) CHARACTER SET utf8mb4"
        .formatted(database, name, columns, String.join(", ", keyColumns()));
  }

  /** A statement that inserts so many rows: for each the key, the number, the values. */
  String insert(String database, int rows) {
    int width = keyDdl.size() + 1 + ddl.size();
    String row = "(" + places(width) + ")";
    String columns =
        Stream.of(keyColumns(), List.of("number"), valueColumns())
            .flatMap(List::stream)
            .collect(Collectors.joining(", "));
    return "INSERT INTO `%s`.`%s` (%s) VALUES %s"
        .formatted(database, name, columns, repeated(row, rows));
  }

  /** A statement that sets these columns in the rows of so many keys. */
  String update(String database, List<String> columns, int rows) {
    String set = columns.stream().map(one -> one + " = ?").collect(Collectors.joining(", "));
    return "UPDATE `%s`.`%s` SET %s WHERE %s".formatted(database, name, set, keyed(rows));
  }

  String delete(String database, int rows) {
    return "DELETE FROM `%s`.`%s` WHERE %s".formatted(database, name, keyed(rows));
  }

  String select(String database) {
    return "SELECT %s FROM `%s`.`%s` ORDER BY number"
        .formatted(String.join(", ", keyColumns()), database, name);
  }

  String lastNumber(String database) {
    return "SELECT COALESCE(MAX(number), 0) FROM `%s`.`%s`".formatted(database, name);
  }

  /** One row by its key alone, so that no other row is looked at, or locked. */
  private String keyed(int rows) {
    if (keyDdl.size() == 1) {
      return rows == 1
          ? keyColumns().get(0) + " = ?"
          : keyColumns().get(0) + " IN (" + places(rows) + ")";
    }
    String one =
        keyColumns().stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "));
    return Stream.generate(() -> "(" + one + ")").limit(rows).collect(Collectors.joining(" OR "));
  }

  /** A key as values of its columns' types. */
  List<Object> bound(List<String> key) {
    return IntStream.range(0, key.size())
        .mapToObj(i -> (Object) (isNumber(i) ? Long.valueOf(key.get(i)) : key.get(i)))
        .toList();
  }

  private boolean isNumber(int column) {
    return keyDdl.get(column).contains("INT");
  }

  private static String places(int count) {
    return repeated("?", count);
  }

  private static String repeated(String part, int count) {
    return Stream.generate(() -> part).limit(count).collect(Collectors.joining(", "));
  }

  TableShape named(String other) {
    return new TableShape(other, keyDdl, ddl, keys, values);
  }
}
