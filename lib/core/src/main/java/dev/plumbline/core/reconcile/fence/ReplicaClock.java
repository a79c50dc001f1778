package dev.plumbline.core.reconcile.fence;

/** Tells whether the replica has applied everything up to a mark. */
@FunctionalInterface
public interface ReplicaClock {
  /** What is known of the way from the replica's checkpoint to a mark. */
  enum Passage {
    /**
     * The checkpoint is at or after the mark; or, on an idle source whose checkpoint never reaches
     * "now", at or after its last commit.
     */
    PASSED,
    BEHIND,
    /** The checkpoint cannot be read, for want of a permission or of a row. */
    UNKNOWN
  }

  Passage passage(SourceMark mark);
}
