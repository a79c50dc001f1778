package dev.plumbline.sandbox.workload;

import dev.plumbline.sandbox.fault.ReservedKeys;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Writes to the source as applications do: rows inserted, updated, deleted and given other keys,
 * large statements and long transactions, at a rate. Leaves keys alone that are set apart.
 * Thread-safe.
 */
public final class Workload implements AutoCloseable {
  private final Source source;
  private final ReservedKeys reserved;
  private Run run;
  private Thread thread;

  /** Opens sessions with the source, as an account that may create databases. */
  @FunctionalInterface
  public interface Source {
    Connection open() throws SQLException;
  }

  public Workload(Source source, ReservedKeys reserved) {
    this.source = source;
    this.reserved = reserved;
  }

  /**
   * Starts. Returns when the tables are there and filled.
   *
   * @throws IllegalArgumentException when one runs already
   * @throws IllegalStateException when the source does not let it
   */
  public synchronized WorkloadStatus start(WorkloadOrder order) {
    if (thread != null && thread.isAlive()) {
      throw new IllegalArgumentException(
          "Cannot start a workload: one runs already, stop it first");
    }
    Run next = new Run(order, source, reserved);
    try {
      next.prepare();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot start a workload: " + e.getMessage(), e);
    }
    run = next;
    thread = new Thread(next, "workload");
    thread.setDaemon(true);
    thread.start();
    return next.status();
  }

  /** Stops. Returns when all that was begun is committed; does nothing when none runs. */
  public synchronized WorkloadStatus stop() {
    if (thread != null) {
      run.stop();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return status();
  }

  /** How it is doing, or how the last one went. */
  public synchronized WorkloadStatus status() {
    return run == null ? WorkloadStatus.none() : run.status();
  }

  @Override
  public void close() {
    stop();
  }
}
