package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.binlog.BinlogReader;
import dev.plumbline.stores.mysql.binlog.LogMark;
import dev.plumbline.stores.mysql.binlog.LogUnusableException;
import dev.plumbline.stores.mysql.binlog.TableChanges;
import dev.plumbline.stores.mysql.binlog.TouchedKeys;
import dev.plumbline.stores.mysql.binlog.WatchedTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source's binary log as one run sees it: read once, when the first table asks, for all tables
 * that are extracted by their changes. So tables of one group go on from one place.
 */
final class ChangeLog {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);

  private final JobContext context;
  private final List<TableSpec> tables;
  private final Function<TableSpec, Optional<From>> from;
  private Map<String, Touched> found;
  private RuntimeException failure;
  private Beginning beginning;

  /**
   * Where a table's changes are read from.
   *
   * @param most keys beyond which the table is read whole, so that no more of them are kept
   */
  record From(LogMark mark, long most) {}

  /**
   * What the log says of one table.
   *
   * @param at by when all that the source had committed is among the keys
   * @param keys the touched keys, some perhaps more than once
   * @param overflow whether there were more than are kept
   */
  record Touched(Instant at, TableChanges changes, KeyFile keys, boolean overflow)
      implements AutoCloseable {
    @Override
    public void close() {
      keys.close();
    }
  }

  /** Where the next batch begins for a table that is read whole in this run, or why nowhere. */
  record Beginning(Optional<LogMark> mark, String reason) {}

  /**
   * @param tables that may be extracted by their changes
   * @param from where each goes on; empty where it is to be read whole
   */
  ChangeLog(JobContext context, List<TableSpec> tables, Function<TableSpec, Optional<From>> from) {
    this.context = context;
    this.tables = tables;
    this.from = from;
  }

  private BinlogReader reader() {
    Endpoint.MySql endpoint =
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    return new BinlogReader(MySqlSessions.reading(endpoint, context.secrets()));
  }

  /** The changes of a table; empty where it goes on from nowhere. The caller closes it. */
  synchronized Optional<Touched> of(TableSpec table) {
    if (failure != null) {
      throw failure;
    }
    if (found == null) {
      try {
        found = read();
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
    }
    return Optional.ofNullable(found.get(table.id()));
  }

  /** For tables that are read whole in this run: read before the first of their rows. */
  synchronized Beginning beginning() {
    if (beginning == null) {
      try {
        beginning = new Beginning(Optional.of(reader().mark()), "");
      } catch (LogUnusableException e) {
        beginning = new Beginning(Optional.empty(), e.getMessage());
      }
    }
    return beginning;
  }

  private Map<String, Touched> read() {
    Map<TableSpec, From> starts = new LinkedHashMap<>();
    for (TableSpec table : tables) {
      from.apply(table).ifPresent(start -> starts.put(table, start));
    }
    return read(starts, reader()::read);
  }

  /**
   * What changed since, for a snapshot that is open already: all that it sees, and perhaps more.
   *
   * @return by the table's id; the caller closes each
   */
  Map<String, Touched> seen(Map<TableSpec, From> starts) {
    return read(starts, reader()::readSeen);
  }

  /** One way to read the log. */
  @FunctionalInterface
  private interface Reading {
    Map<TableName, TableChanges> read(Collection<WatchedTable> tables, TouchedKeys sink);
  }

  private Map<String, Touched> read(Map<TableSpec, From> starts, Reading reading) {
    Map<String, Touched> touched = new HashMap<>();
    if (starts.isEmpty()) {
      return touched;
    }
    Map<String, Sink> sinks = new LinkedHashMap<>();
    List<WatchedTable> watched = new ArrayList<>();
    starts.forEach(
        (table, start) -> {
          watched.add(new WatchedTable(table, start.mark()));
          sinks.put(table.id(), new Sink(table, start.most()));
        });
    LOG.info("extract step log {}", String.join(" ", sinks.keySet()));
    Instant at = context.clock().instant();
    Map<TableName, TableChanges> changes;
    try {
      changes = reading.read(watched, (table, key) -> sinks.get(table.id()).add(key));
    } catch (RuntimeException e) {
      sinks.values().forEach(sink -> sink.file.close());
      throw e;
    }
    for (WatchedTable one : watched) {
      Sink sink = sinks.get(one.table().id());
      touched.put(
          one.table().id(),
          new Touched(at, changes.get(one.table().source()), sink.file, sink.overflow));
    }
    return touched;
  }

  /** Keeps the keys of one table in a file. A row that changes again and again comes once or so. */
  private static final class Sink {
    private static final int REMEMBERED = 10_000;

    private final long most;
    private final KeyFile file;
    private final Map<RowKey, Boolean> recent =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<RowKey, Boolean> eldest) {
            return size() > REMEMBERED;
          }
        };
    private boolean overflow;

    Sink(TableSpec table, long most) {
      this.most = most;
      this.file = new KeyFile(table.key().size(), RowKey::toString);
    }

    void add(RowKey key) {
      if (recent.put(key, true) != null) {
        return;
      }
      if (file.size() < most) {
        file.add(key);
      } else {
        overflow = true;
      }
    }
  }
}
