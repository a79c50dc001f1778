package dev.plumbline.jobs.compare;

import dev.plumbline.core.run.ReplicaReport;

/** Takes what is seen of the integration while tables are compared. */
public interface HealthLog {
  /** Keeps a look at the integration where none has been taken against the source's position. */
  void replicaIfNone(ReplicaReport health);

  /** Keeps a look that was taken against the source's position. */
  void replica(ReplicaReport health);
}
