package dev.plumbline.sandbox.gateway.session;

import dev.plumbline.sandbox.gateway.catalog.Administrator;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The history of queries behind {@code SYS_QUERY_HISTORY}: written by a thread of its own, a moment
 * after each query ends. When more queries end than can be written, the rest is left out.
 */
final class QueryLog implements AutoCloseable {
  private static final int LONGEST_TEXT = 4_000;
  private static final int KEPT = 20_000;
  private static final String INSERT =
      "insert into sandbox.query_history (user_name, session_id, database_name, query_type, status,"
          + " start_time, end_time, error_message, returned_rows, query_text)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Administrator administrator;
  private final Clock clock;
  private final BlockingQueue<Object[]> finished = new ArrayBlockingQueue<>(2_000);
  private final Thread thread = new Thread(this::write, "gateway-query-log");
  private int written;

  QueryLog(Administrator administrator, Clock clock) {
    this.administrator = administrator;
    this.clock = clock;
    thread.setDaemon(true);
    thread.start();
  }

  /** For the queries of one session. */
  Writer writer(SessionState state, int pid) {
    return new Writer(state, pid);
  }

  private void write() {
    try {
      while (true) {
        Object[] row = finished.take();
        try {
          administrator.update(INSERT, row);
          if (++written % 1_000 == 0) {
            forget();
          }
        } catch (SQLException e) {
          // The server is away; the history of this query is lost.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forget() throws SQLException {
    administrator.update(
        "delete from sandbox.query_history where query_id <="
            + " (select max(query_id) from sandbox.query_history) - ?",
        (long) KEPT);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  /** Notes the queries of one session. */
  final class Writer {
    private final SessionState state;
    private final int pid;

    private Writer(SessionState state, int pid) {
      this.state = state;
      this.pid = pid;
    }

    Entry begin(String sql) {
      LocalDateTime start = LocalDateTime.now(clock.withZone(ZoneOffset.UTC));
      return (error, rows) -> end(sql, start, error, rows);
    }

    private void end(String sql, LocalDateTime start, String error, long rows) {
      String type = sql.strip().split("[\\s(]+", 2)[0].toUpperCase(Locale.ROOT);
      String text = sql.substring(0, Math.min(sql.length(), LONGEST_TEXT));
      boolean offered =
          finished.offer(
              new Object[] {
                state.user(),
                pid,
                state.database(),
                type,
                error.isEmpty() ? "success" : "failed",
                start,
                LocalDateTime.now(clock.withZone(ZoneOffset.UTC)),
                error,
                rows,
                text.replace("\0", "")
              });
      assert offered || finished.remainingCapacity() == 0;
    }
  }

  /** A query that runs. */
  @FunctionalInterface
  interface Entry {
    Entry NONE = (error, rows) -> {};

    void end(String error, long rows);

    default void succeeded(long rows) {
      end("", rows);
    }

    default void failed(String error) {
      end(error, 0);
    }
  }
}
