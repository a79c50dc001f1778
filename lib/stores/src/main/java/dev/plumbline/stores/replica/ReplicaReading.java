package dev.plumbline.stores.replica;

import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.stores.replica.SourcePosition.Passed;
import java.time.Instant;
import java.util.Optional;

/**
 * One look at the integration.
 *
 * @param report what goes into the run's report
 * @param checkpointName of the last completed ingestion, from {@code SYS_INTEGRATION_ACTIVITY}:
 *     binlog coordinates, other than the report's checkpoint
 * @param shippedThrough up to which time, on the source's clock, commits have been shipped; only
 *     newer warehouses tell
 */
public record ReplicaReading(
    ReplicaReport report, Optional<String> checkpointName, Optional<Instant> shippedThrough) {

  /** Whether the replica holds all that stood before that position of the source's log. */
  public Passed passed(SourcePosition position) {
    return checkpointName.map(position::passedBy).orElse(Passed.UNKNOWN);
  }
}
