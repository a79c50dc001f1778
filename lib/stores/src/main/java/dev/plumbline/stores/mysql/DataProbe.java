package dev.plumbline.stores.mysql;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.DataFacts;
import dev.plumbline.core.schema.DataFacts.Probe;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.SourceTable.Column;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks into the rows of tables for what no catalogue tells: dates that only MySQL knows, and text
 * that is longer in bytes than the replica's column. One statement per table, which the server ends
 * by itself when its time is over.
 */
public final class DataProbe {
  /** Statement ended by its time limit, in MySQL and in MariaDB. */
  private static final Set<Integer> TIME_IS_OVER = Set.of(3024, 1969);

  private final Connection connection;

  /**
   * @param each how long the server may look into one table
   * @throws SourceException when the server takes no time limit
   */
  public DataProbe(Connection connection, Duration each) {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      boolean mariaDb = connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
      statement.execute(
          mariaDb
              ? "SET SESSION max_statement_time = " + Math.max(1, each.toSeconds())
              : "SET SESSION max_execution_time = " + Math.max(1, each.toMillis()));
    } catch (SQLException e) {
      throw new SourceException("Cannot limit the time of statements: " + e.getMessage(), e);
    }
  }

  /**
   * @throws SourceException when a table cannot be read for another reason than time
   */
  public DataFacts look(List<SourceTable> tables) {
    Map<TableName, Probe> probes = new HashMap<>();
    for (SourceTable table : tables) {
      try {
        probes.put(table.name(), look(table));
      } catch (SQLException e) {
        if (!TIME_IS_OVER.contains(e.getErrorCode())) {
          throw new SourceException(
              "Cannot look into table " + table.name() + ": " + e.getMessage(), e);
        }
        probes.put(table.name(), new Probe(false, List.of(), Map.of()));
      }
    }
    return new DataFacts(probes);
  }

  private Probe look(SourceTable table) throws SQLException {
    List<Column> dates = table.columns().stream().filter(DataProbe::mayBeZero).toList();
    List<Column> texts = table.columns().stream().filter(DataProbe::mayBeTooLong).toList();
    if (dates.isEmpty() && texts.isEmpty()) {
      return new Probe(true, List.of(), Map.of());
    }
    String columns =
        Stream.concat(
                dates.stream().map(column -> isZero(MySqlDialect.quote(column.name()))),
                texts.stream().map(column -> widest(MySqlDialect.quote(column.name()))))
            .collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT " + columns + " FROM " + MySqlDialect.quote(table.name()))) {
      row.next();
      List<String> zero = new ArrayList<>();
      Map<String, Long> widest = new HashMap<>();
      for (int i = 0; i < dates.size(); i++) {
        if (row.getLong(i + 1) > 0) {
          zero.add(dates.get(i).name());
        }
      }
      for (int i = 0; i < texts.size(); i++) {
        widest.put(texts.get(i).name(), row.getLong(dates.size() + i + 1));
      }
      return new Probe(true, zero, widest);
    }
  }

  /** A month or day of zero, or a day that its month does not have. */
  private static String isZero(String column) {
    return "MAX("
        + column
        + " IS NOT NULL AND (LAST_DAY("
        + column
        + ") IS NULL OR DAYOFMONTH("
        + column
        + ") = 0 OR DAYOFMONTH("
        + column
        + ") > DAYOFMONTH(LAST_DAY("
        + column
        + "))))";
  }

  private static String widest(String column) {
    return "MAX(LENGTH(CONVERT(" + column + " USING utf8mb4)))";
  }

  private static boolean mayBeZero(Column column) {
    return column
        .type()
        .filter(
            type ->
                switch (type.type()) {
                  case DATE, DATETIME, TIMESTAMP -> true;
                  default -> false;
                })
        .isPresent();
  }

  private static boolean mayBeTooLong(Column column) {
    return column.type().filter(DataProbe::isBoundedInBytes).isPresent();
  }

  private static boolean isBoundedInBytes(ColumnType type) {
    return switch (type.type()) {
      case CHAR, VARCHAR, TINYTEXT, TEXT, MEDIUMTEXT, LONGTEXT, ENUM, SET, JSON -> true;
      default -> false;
    };
  }
}
