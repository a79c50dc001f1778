package dev.plumbline.sandbox.replicator.source;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.table.CellText;
import dev.plumbline.sandbox.replicator.table.Row;
import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One table as it was at a known binlog position: a transaction with a consistent snapshot, whose
 * position MariaDB tells ({@code Binlog_snapshot_position}), and which holds the table's definition
 * until it ends.
 */
public final class TableSnapshot implements AutoCloseable {
  private static final int NO_SUCH_TABLE = 1146;

  /** The definition changed after the snapshot was opened: it has to be opened anew. */
  private static final int DEFINITION_CHANGED = 1412;

  private final Connection connection;
  private final BinlogPosition position;

  private TableSnapshot(Connection connection, BinlogPosition position) {
    this.connection = connection;
    this.position = position;
  }

  /** Takes a row. */
  @FunctionalInterface
  public interface RowTaker {
    void take(Row row) throws SQLException;
  }

  /** Opens a snapshot over a connection of its own. */
  public static TableSnapshot open(SourceServer source) throws SQLException {
    Connection connection = source.connect();
    try (Statement statement = connection.createStatement()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
      return new TableSnapshot(connection, position(statement));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static BinlogPosition position(Statement statement) throws SQLException {
    Map<String, String> status = new HashMap<>();
    try (ResultSet rows = statement.executeQuery("SHOW STATUS LIKE 'binlog_snapshot_%'")) {
      while (rows.next()) {
        status.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
      }
    }
    return new BinlogPosition(
        status.get("binlog_snapshot_file"), Long.parseLong(status.get("binlog_snapshot_position")));
  }

  /** All that stands before it in the binlog is in the snapshot, and nothing after it. */
  public BinlogPosition position() {
    return position;
  }

  /**
   * What zero-ETL does with the table, which keeps this definition until the snapshot is closed.
   *
   * @throws SQLException also when the definition has changed since the snapshot was opened
   */
  public Examination examine(TableName name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1 FROM " + quoted(name) + " LIMIT 1")) {
      rows.next();
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_SUCH_TABLE) {
        return new Examination.Missing();
      }
      if (e.getErrorCode() != DEFINITION_CHANGED) {
        throw e;
      }
      throw new SQLException("Cannot read " + name + ": its definition just changed", e);
    }
    return new SourceCatalog(connection).examine(name);
  }

  /** Hands over every row of the table, streaming. */
  public void rows(SourceTable table, RowTaker taker) throws SQLException {
    String projections =
        table.columns().stream().map(TableSnapshot::projection).collect(Collectors.joining(", "));
    try (Statement statement =
        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      // Connector/J's sign for row by row; anything else keeps the whole result in memory.
      statement.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet rows =
          statement.executeQuery("SELECT " + projections + " FROM " + quoted(table.name()))) {
        while (rows.next()) {
          taker.take(row(table, rows));
        }
      }
    }
  }

  private static String quoted(TableName name) {
    return SourceServer.quote(name.schema()) + "." + SourceServer.quote(name.table());
  }

  /** What the server sends as exact text, past the driver's calendars and rounding. */
  private static String projection(SourceColumn column) {
    String name = SourceServer.quote(column.name());
    return switch (column.dataType()) {
      // As text a FLOAT has six digits; as DOUBLE it has all.
      case "float" -> "CAST(" + name + " AS DOUBLE)";
      case "bit" -> "CAST(" + name + " AS UNSIGNED)";
      case "date", "datetime", "timestamp", "time", "year" -> "CAST(" + name + " AS CHAR)";
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set" ->
          "CONVERT(" + name + " USING utf8mb4)";
      default -> name;
    };
  }

  private static Row row(SourceTable table, ResultSet rows) throws SQLException {
    String[] cells = new String[table.columns().size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cell(table.columns().get(i), rows, i + 1);
    }
    return Row.of(cells);
  }

  private static String cell(SourceColumn column, ResultSet rows, int index) throws SQLException {
    if (column.dataType().endsWith("binary")) {
      byte[] bytes = rows.getBytes(index);
      return bytes == null ? null : CellText.bytes(bytes);
    }
    String text = rows.getString(index);
    if (text == null) {
      return null;
    }
    return switch (column.dataType()) {
      case "float" -> Float.toString((float) Double.parseDouble(text));
      case "double" -> Double.toString(Double.parseDouble(text));
      case "bit" -> CellText.bits(Long.parseUnsignedLong(text));
      case "date", "datetime", "timestamp" -> CellText.calendar(text);
      default -> text;
    };
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
