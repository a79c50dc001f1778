package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.plan.PlanLimits;
import java.io.Serializable;

/**
 * Bounds on memory and work.
 *
 * @param rowsInMemory row digests of both sides that are held at once
 * @param maxSuspects differing keys of a table after which it is called very different and is read
 *     no further
 * @param keysPerQuery keys that one statement looks up
 * @param samples differences that a result carries along
 */
public record CompareLimits(
    PlanLimits plan, int rowsInMemory, int maxSuspects, int keysPerQuery, int samples)
    implements Serializable {
  public static final CompareLimits DEFAULT =
      new CompareLimits(PlanLimits.DEFAULT, 100_000, 100_000, 200, 20);
}
