package dev.plumbline.stores.mysql.binlog;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.MariadbGtidEventData;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import dev.plumbline.core.ddl.LoggedStatement;
import dev.plumbline.core.table.TableName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Takes the events of one batch, in order, and hands the keys on. Reads to a place and no further.
 */
final class LogBatch implements LogStream.Listener {
  private final String server;
  private final LogPlace until;
  private final boolean foldsNames;
  private final TouchedKeys sink;
  private final LogGroups groups;
  private final Map<TableName, Watched> tables = new LinkedHashMap<>();
  private final Map<Long, Mapped> maps = new HashMap<>();
  private String file;
  private final Map<String, Long> begun = new HashMap<>();

  /** A table, and what makes its log useless once that is known. */
  private static final class Watched {
    private final WatchedTable declared;
    private final Map<String, String> columns;
    private final KeyCharsets charsets;
    private String unknown;

    Watched(WatchedTable declared, Map<String, String> columns, KeyCharsets charsets) {
      this.declared = declared;
      this.columns = columns;
      this.charsets = charsets;
    }

    void giveUp(String reason) {
      if (unknown == null) {
        unknown = reason;
      }
    }
  }

  /** What a table map says now; without a reader where its rows are passed over. */
  private record Mapped(Watched table, LoggedKeys reader) {}

  /**
   * @param foldsNames whether the log has names of tables in lower case
   */
  LogBatch(String server, LogPlace from, LogPlace until, boolean foldsNames, TouchedKeys sink) {
    this.server = server;
    this.until = until;
    this.foldsNames = foldsNames;
    this.sink = sink;
    this.groups = new LogGroups(from);
    this.file = from.file();
  }

  void watch(WatchedTable table, Map<String, String> columns, KeyCharsets charsets) {
    tables.put(logged(table.table().source()), new Watched(table, columns, charsets));
  }

  /** A table's name as the log has it. */
  private TableName logged(TableName name) {
    return foldsNames
        ? new TableName(
            name.schema().toLowerCase(Locale.ROOT), name.table().toLowerCase(Locale.ROOT))
        : name;
  }

  @Override
  public boolean event(Event event) {
    take(event);
    return !isHopeless()
        && (groups.inGroup() || groups.passed().isBefore(until) || !begun.containsKey(file));
  }

  /** Whether nothing more can be learned of any table. */
  private boolean isHopeless() {
    return !tables.isEmpty() && tables.values().stream().allMatch(table -> table.unknown != null);
  }

  /** Whether the batch was read to its end. */
  boolean isComplete() {
    return isHopeless() || (!groups.passed().isBefore(until) && begun.containsKey(until.file()));
  }

  LogPlace reached() {
    return groups.passed();
  }

  OptionalLong begun(String name) {
    return begun.containsKey(name) ? OptionalLong.of(begun.get(name)) : OptionalLong.empty();
  }

  /** What there is to say of each table, once the batch is complete. */
  Map<TableName, TableChanges> changes() {
    if (!groups.strangeXa().isEmpty()) {
      giveUp("an XA transaction committed that had been prepared before the batch");
    }
    LogPlace safe = groups.safe();
    Map<TableName, TableChanges> changes = new LinkedHashMap<>();
    for (Watched table : tables.values()) {
      changes.put(
          table.declared.table().source(),
          table.unknown == null
              ? new TableChanges.Known(
                  new LogMark(
                      server, begun.getOrDefault(safe.file(), 0L), safe.file(), safe.offset()))
              : new TableChanges.Unknown(table.unknown));
    }
    return changes;
  }

  private void take(Event event) {
    EventHeaderV4 header = event.getHeader();
    LogPlace begin = new LogPlace(file, Math.max(0, header.getPosition()));
    LogPlace end = new LogPlace(file, header.getNextPosition());
    EventType type = header.getEventType();
    switch (type) {
      case FORMAT_DESCRIPTION -> format(header, end);
      case ROTATE -> rotate(event.getData());
      case MARIADB_GTID -> groups.begin(begin, event.<MariadbGtidEventData>getData());
      case GTID, ANONYMOUS_GTID -> groups.begin(begin, null);
      case TABLE_MAP -> map(event.getData());
      case WRITE_ROWS, EXT_WRITE_ROWS, UPDATE_ROWS, EXT_UPDATE_ROWS, DELETE_ROWS, EXT_DELETE_ROWS ->
          rows(type, event.getData());
      case QUERY -> query(event.getData(), begin, end);
      case XID -> groups.end(end);
      case XA_PREPARE -> groups.prepared(event.getData(), end);
      case TRANSACTION_PAYLOAD ->
          giveUp("the log holds compressed transactions (binlog_transaction_compression)");
      case UNKNOWN, INCIDENT, PARTIAL_UPDATE_ROWS_EVENT, EXECUTE_LOAD_QUERY, EXEC_LOAD ->
          giveUp("the log holds an event of a kind that is not read here");
      default -> pass(header, end);
    }
  }

  /** Told of a file in whose middle the reading began, too, without a place. */
  private void format(EventHeaderV4 header, LogPlace end) {
    long seconds = header.getTimestamp() / 1000;
    begun.put(file, seconds);
    for (Watched table : tables.values()) {
      LogMark from = table.declared.from();
      if (from.file().equals(file) && from.begun() != seconds) {
        table.giveUp("the log was begun anew");
      }
    }
    pass(header, end);
  }

  private void rotate(RotateEventData rotation) {
    LogPlace place = new LogPlace(rotation.getBinlogFilename(), rotation.getBinlogPosition());
    file = place.file();
    maps.clear();
    if (groups.passed().isBefore(place)) {
      groups.pass(place);
    }
  }

  private void pass(EventHeaderV4 header, LogPlace end) {
    if (header.getNextPosition() > 0) {
      groups.pass(end);
    }
  }

  /** Changes before a table's own mark are known: a batch begins at the earliest mark of all. */
  private boolean isNews(Watched table) {
    return !groups.passed().isBefore(table.declared.from().place());
  }

  private void map(TableMapEventData map) {
    Watched table = tables.get(logged(new TableName(map.getDatabase(), map.getTable())));
    LoggedKeys reader = null;
    if (table != null && table.unknown == null && isNews(table)) {
      try {
        reader = LoggedKeys.of(table.declared.table(), map, table.columns, table.charsets);
      } catch (LogUnusableException e) {
        table.giveUp(e.getMessage());
      }
    }
    maps.put(map.getTableId(), new Mapped(table, reader));
  }

  private void rows(EventType type, RowsBody body) {
    Mapped mapped = maps.get(body.tableId());
    if (mapped == null) {
      giveUp("the log holds rows of a table that it does not name");
    } else if (mapped.reader() != null) {
      try {
        mapped.reader().keys(type, body, key -> sink.touched(mapped.table().declared.table(), key));
      } catch (LogUnusableException e) {
        mapped.table().giveUp(e.getMessage());
      }
    }
  }

  /** MariaDB gives events inside a transaction no place of their own. */
  private void query(QueryEventData query, LogPlace begin, LogPlace end) {
    LogPlace at = groups.inGroup() ? groups.began() : begin;
    List<Watched> news = tables.values().stream().filter(this::isNews).toList();
    if (groups.statement(query.getSql(), begin, end)) {
      groups.committed().ifPresent(prepared -> committed(prepared, news));
      return;
    }
    LoggedStatement statement = new LoggedStatement(query.getSql(), query.getDatabase());
    for (Watched table : news) {
      statement
          .changes(table.declared.table().source())
          .ifPresent(verb -> table.giveUp(verb + " stands in the log at " + at));
    }
  }

  /** Rows of an XA transaction stand where it was prepared, and are new where it commits. */
  private void committed(LogPlace prepared, List<Watched> news) {
    for (Watched table : news) {
      if (prepared.isBefore(table.declared.from().place())) {
        table.giveUp("an XA transaction committed that had been prepared before the last batch");
      }
    }
  }

  private void giveUp(String reason) {
    tables.values().forEach(table -> table.giveUp(reason));
  }
}
