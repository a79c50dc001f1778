package dev.plumbline.sandbox.replicator.warehouse;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.binlog.LogEvent;
import dev.plumbline.sandbox.replicator.binlog.RawRows;
import dev.plumbline.sandbox.replicator.binlog.TableShape;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.table.RowChange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the events of tables that are being read by a snapshot, until the snapshot is there. They
 * are stored in the transaction that moves the position past them, so a kill loses none.
 */
public final class Spool {
  private static final int FETCH = 4;

  private final Connection connection;
  private final Sql sql;
  private final String integrationId;

  public Spool(Connection connection, String integrationId) {
    this.connection = connection;
    this.sql = new Sql(connection);
    this.integrationId = integrationId;
  }

  /**
   * An event in waiting.
   *
   * @param rows the event as the binlog holds it, since the table's columns are known only once its
   *     snapshot is there
   * @param shape the table map that it refers to
   * @param transactionSequence the integration's number of its transaction
   */
  public record Waiting(LogEvent.RowsChanged rows, TableShape shape, long transactionSequence) {}

  /** Takes a waiting event back. */
  @FunctionalInterface
  public interface Taker {
    void take(Waiting waiting) throws SQLException;
  }

  public void add(TableName table, List<Waiting> changes) throws SQLException {
    sql.update(
        "insert into sandbox.replica_spool (integration_id, schema_name, table_name, changes) values (?, ?, ?, ?)",
        integrationId,
        table.schema(),
        table.table(),
        write(changes));
  }

  /** Hands over all events of the table in order, and forgets them. */
  public void drain(TableName table, Taker taker) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select changes from sandbox.replica_spool where integration_id = ? and schema_name = ?"
                + " and table_name = ? order by id")) {
      statement.setString(1, integrationId);
      statement.setString(2, table.schema());
      statement.setString(3, table.table());
      statement.setFetchSize(FETCH);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          for (Waiting waiting : read(table, rows.getBytes(1))) {
            taker.take(waiting);
          }
        }
      }
    }
    clear(table);
  }

  public void clear(TableName table) throws SQLException {
    sql.update(
        "delete from sandbox.replica_spool where integration_id = ? and schema_name = ? and table_name = ?",
        integrationId,
        table.schema(),
        table.table());
  }

  private static byte[] write(List<Waiting> changes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(changes.size());
      for (Waiting waiting : changes) {
        out.writeLong(waiting.transactionSequence());
        write(out, waiting.shape());
        write(out, waiting.rows());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, TableShape shape) throws IOException {
    out.writeInt(shape.columns().size());
    for (TableShape.Column column : shape.columns()) {
      out.writeUTF(column.name());
      out.writeUTF(column.type().name());
      out.writeInt(column.meta());
    }
  }

  private static void write(DataOutputStream out, LogEvent.RowsChanged rows) throws IOException {
    out.writeLong(rows.tableId());
    out.writeUTF(rows.kind().name());
    out.writeBoolean(rows.extended());
    out.writeLong(rows.transactionId());
    out.writeUTF(rows.group().file());
    out.writeLong(rows.group().offset());
    out.writeInt(rows.rows().bytes().length);
    out.write(rows.rows().bytes());
  }

  private static List<Waiting> read(TableName table, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int count = in.readInt();
      List<Waiting> waiting = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        long sequence = in.readLong();
        List<TableShape.Column> columns = readColumns(in);
        LogEvent.RowsChanged rows = readRows(in);
        waiting.add(new Waiting(rows, new TableShape(rows.tableId(), table, columns), sequence));
      }
      return waiting;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<TableShape.Column> readColumns(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<TableShape.Column> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      columns.add(
          new TableShape.Column(in.readUTF(), ColumnType.valueOf(in.readUTF()), in.readInt()));
    }
    return columns;
  }

  private static LogEvent.RowsChanged readRows(DataInputStream in) throws IOException {
    long tableId = in.readLong();
    RowChange.Kind kind = RowChange.Kind.valueOf(in.readUTF());
    boolean extended = in.readBoolean();
    long transactionId = in.readLong();
    BinlogPosition group = new BinlogPosition(in.readUTF(), in.readLong());
    RawRows rows = RawRows.of(in.readNBytes(in.readInt()));
    return new LogEvent.RowsChanged(tableId, kind, extended, rows, transactionId, group);
  }
}
