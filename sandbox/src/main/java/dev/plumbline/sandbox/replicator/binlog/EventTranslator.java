package dev.plumbline.sandbox.replicator.binlog;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.table.RowChange;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Makes {@link LogEvent}s of the client's events; keeps the file, the group and the table maps in
 * mind.
 */
final class EventTranslator {
  private static final Pattern XA_END =
      Pattern.compile("XA\\s+(COMMIT|ROLLBACK)", Pattern.CASE_INSENSITIVE);

  private final Predicate<TableName> wanted;
  private final Map<Long, Boolean> tables = new HashMap<>();
  private String file;
  private long transactionId;
  private BinlogPosition group;
  private boolean inGroup;
  private boolean standalone;

  EventTranslator(String file, Predicate<TableName> wanted) {
    this.file = file;
    this.wanted = wanted;
  }

  void translate(Event event, Consumer<LogEvent> out) {
    EventHeaderV4 header = event.getHeader();
    BinlogPosition end = new BinlogPosition(file, header.getNextPosition());
    Instant at = Instant.ofEpochMilli(header.getTimestamp());
    switch (header.getEventType()) {
      case ROTATE -> rotate(event.getData(), out);
      case MARIADB_GTID -> begin(event.getData(), end, at, out);
      case TABLE_MAP -> map(event.getData(), out);
      case WRITE_ROWS, EXT_WRITE_ROWS -> rows(event, RowChange.Kind.INSERT, out);
      case UPDATE_ROWS, EXT_UPDATE_ROWS -> rows(event, RowChange.Kind.UPDATE, out);
      case DELETE_ROWS, EXT_DELETE_ROWS -> rows(event, RowChange.Kind.DELETE, out);
      case QUERY -> query(event.getData(), end, at, out);
      case XID -> commit(end, at, out);
      case XA_PREPARE -> {
        inGroup = false;
        out.accept(new LogEvent.Prepared(end));
      }
      default -> pass(end, out);
    }
  }

  private void rotate(RotateEventData rotation, Consumer<LogEvent> out) {
    file = rotation.getBinlogFilename();
    tables.clear();
    pass(new BinlogPosition(file, rotation.getBinlogPosition()), out);
  }

  private void begin(
      MariadbGtidEventData gtid, BinlogPosition end, Instant at, Consumer<LogEvent> out) {
    group = end;
    transactionId = gtid.getSequence();
    inGroup = true;
    standalone = (gtid.getFlags() & MariadbGtidEventData.FL_STANDALONE) != 0;
    out.accept(new LogEvent.Began(transactionId, at));
  }

  private void map(TableMapEventData map, Consumer<LogEvent> out) {
    boolean want = wanted.test(new TableName(map.getDatabase(), map.getTable()));
    tables.put(map.getTableId(), want);
    if (want) {
      out.accept(new LogEvent.TableMapped(TableShape.of(map)));
    }
  }

  private void rows(Event event, RowChange.Kind kind, Consumer<LogEvent> out) {
    RawRows rows = event.getData();
    EventType type = event.getHeader().getEventType();
    if (tables.getOrDefault(rows.tableId(), false)) {
      boolean extended = type.name().startsWith("EXT_");
      out.accept(
          new LogEvent.RowsChanged(rows.tableId(), kind, extended, rows, transactionId, group));
    }
  }

  private void query(QueryEventData query, BinlogPosition end, Instant at, Consumer<LogEvent> out) {
    String sql = query.getSql().strip();
    String word = sql.length() > 10 ? "" : sql.toUpperCase(Locale.ROOT);
    switch (word) {
      case "BEGIN" -> inGroup = true;
      case "COMMIT" -> commit(end, at, out);
      default -> {
        // Rows may follow in the group of an XA START and of a CREATE TABLE ... SELECT.
        inGroup &= !standalone && !XA_END.matcher(sql).lookingAt();
        out.accept(
            new LogEvent.StatementRun(
                query.getDatabase(),
                sql,
                transactionId,
                end,
                at.plusSeconds(query.getExecutionTime()),
                !inGroup));
      }
    }
  }

  private void commit(BinlogPosition end, Instant at, Consumer<LogEvent> out) {
    inGroup = false;
    out.accept(new LogEvent.Committed(transactionId, end, at));
  }

  /**
   * An event without meaning here moves the position on, except inside a group, which is read whole
   * or not at all.
   */
  private void pass(BinlogPosition end, Consumer<LogEvent> out) {
    if (!inGroup && end.offset() > 0) {
      out.accept(new LogEvent.Passed(end));
    }
  }
}
