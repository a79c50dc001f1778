package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.warehouse.Checkpoint;
import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/** How far the replicator is, for other threads to read and to wait for. */
final class Progress {
  private Seen seen = new Seen(false, null, null, Map.of(), false, Instant.EPOCH, Duration.ZERO);

  /**
   * What is known at one moment.
   *
   * @param running whether there is a session
   * @param problem why there is none, or null
   * @param checkpoint how far the binlog is applied, or null
   * @param tables state per table
   * @param seeding whether a snapshot is being taken or waits to be reached
   * @param changeAt when a change at the source was last read
   * @param lag how far the replicas are behind
   */
  record Seen(
      boolean running,
      String problem,
      Checkpoint checkpoint,
      Map<TableName, TableState> tables,
      boolean seeding,
      Instant changeAt,
      Duration lag) {}

  synchronized Seen seen() {
    return seen;
  }

  synchronized void applied(
      Checkpoint checkpoint, Map<TableName, TableState> tables, boolean seeding) {
    seen = new Seen(true, null, checkpoint, tables, seeding, seen.changeAt(), seen.lag());
    notifyAll();
  }

  synchronized void changed(Instant at) {
    seen =
        new Seen(
            seen.running(),
            seen.problem(),
            seen.checkpoint(),
            seen.tables(),
            seen.seeding(),
            at,
            seen.lag());
  }

  synchronized void lagging(Duration lag) {
    seen =
        new Seen(
            seen.running(),
            seen.problem(),
            seen.checkpoint(),
            seen.tables(),
            seen.seeding(),
            seen.changeAt(),
            lag);
    notifyAll();
  }

  synchronized void broken(String problem) {
    seen =
        new Seen(
            false,
            problem,
            seen.checkpoint(),
            seen.tables(),
            seen.seeding(),
            seen.changeAt(),
            seen.lag());
    notifyAll();
  }

  /** Waits until the condition holds; returns whether it came to hold in time. */
  synchronized boolean await(Predicate<Seen> condition, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.test(seen)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }
}
