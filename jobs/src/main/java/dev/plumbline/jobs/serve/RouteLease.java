package dev.plumbline.jobs.serve;

import dev.plumbline.core.run.LockHeldException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.ledger.Leases;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RouteRecords;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The lease of chain {@code route}, which is held for one pass and no longer. */
public final class RouteLease {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int ATTEMPTS = 60;

  private RouteLease() {}

  /**
   * Takes the lease, waiting for a pass of another process to end.
   *
   * @throws LockHeldException when it is still held after half a minute
   */
  public static Lease await(JobContext context, RunId runId) {
    Leases leases = new Leases(context.store(), context.env().state(), context.clock());
    for (int attempt = 1; ; attempt++) {
      try {
        return leases.acquire(context.pipeline().name(), RoutePass.CHAIN, runId);
      } catch (LockHeldException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        Waiting.REAL.pass(PAUSE);
      }
    }
  }

  /** Changes the book under the lease. */
  public static RouteBook change(JobContext context, UnaryOperator<RouteBook> change) {
    RouteRecords records = new RouteRecords(context.store(), context.env().state());
    try (Lease lease = await(context, context.runId())) {
      lease.requireHeld();
      RouteBook book = change.apply(records.book(context.pipeline().name()));
      records.write(context.pipeline().name(), book);
      return book;
    }
  }
}
