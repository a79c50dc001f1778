package dev.plumbline.sandbox.gateway.copy;

import dev.plumbline.sandbox.gateway.catalog.Administrator;
import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.wire.Backend;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Writes {@code SYS_LOAD_HISTORY} and {@code SYS_LOAD_ERROR_DETAIL}, over the gateway's own
 * connection: what a load says stays although its transaction fails.
 */
public final class LoadJournal {
  private final Administrator administrator;
  private final Clock clock;
  private final String user;
  private final String database;

  public LoadJournal(Administrator administrator, Clock clock, String user, String database) {
    this.administrator = administrator;
    this.clock = clock;
    this.user = user;
    this.database = database;
  }

  Load begin(CopyCommand command, Backend backend) {
    try {
      long id =
          Long.parseLong(administrator.query("select nextval('sandbox.query_id')").get(0).get(0));
      return new Load(id, command, backend.pid(), now());
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot number the load: " + e.getMessage(), e);
    }
  }

  private LocalDateTime now() {
    return LocalDateTime.now(clock.withZone(ZoneOffset.UTC));
  }

  /** One COPY. */
  final class Load {
    private final long queryId;
    private final CopyCommand command;
    private final int session;
    private final LocalDateTime start;
    private List<ObjectStore.Listed> files = List.of();
    private Name table;
    private int errorCount;

    private Load(long queryId, CopyCommand command, int session, LocalDateTime start) {
      this.queryId = queryId;
      this.command = command;
      this.session = session;
      this.start = start;
      this.table = command.table();
    }

    long queryId() {
      return queryId;
    }

    void scans(Name target, List<ObjectStore.Listed> found) {
      table = target;
      files = found;
    }

    /** Errors that were within MAXERROR. */
    void tolerated(List<LoadError> errors) {
      errors.forEach(this::error);
      errorCount = errors.size();
    }

    void completed(long rows) {
      history("completed", rows);
    }

    void failed(List<LoadError> errors) {
      errors.forEach(this::error);
      errorCount = errors.size();
      history("aborted", 0);
    }

    private void history(String status, long rows) {
      long bytes = files.stream().mapToLong(ObjectStore.Listed::size).sum();
      write(
          "insert into sandbox.load_history (user_name, query_id, session_id, database_name, status,"
              + " table_name, start_time, end_time, data_source, file_format, loaded_rows,"
              + " loaded_bytes, source_file_count, source_file_bytes, error_count)"
              + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          user,
          queryId,
          session,
          database,
          status,
          table.last(),
          start,
          now(),
          command.from().toString(),
          command.format(),
          rows,
          bytes,
          files.size(),
          bytes,
          errorCount);
    }

    private void error(LoadError error) {
      write(
          "insert into sandbox.load_error (user_name, query_id, session_id, database_name, table_id,"
              + " start_time, file_name, line_number, column_name, column_type, column_length,"
              + " position, error_code, error_message)"
              + " values (?, ?, ?, ?, to_regclass(?)::oid::bigint, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          user,
          queryId,
          session,
          database,
          table.sql(),
          start,
          cut(error.file(), 256),
          error.line(),
          cut(error.column(), 127),
          cut(error.type(), 10),
          error.length() < 0 ? "" : String.valueOf(error.length()),
          error.position(),
          error.code(),
          cut(error.message(), 512));
    }

    private void write(String sql, Object... values) {
      try {
        administrator.update(sql, values);
      } catch (SQLException e) {
        throw new IllegalStateException("Cannot note the load: " + e.getMessage(), e);
      }
    }
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }
}
