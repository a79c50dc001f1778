package dev.plumbline.core.reconcile.fence;

/**
 * Notes where the source is. It asks the writer, even where rows are read from a reader endpoint,
 * since a reader may lag. A clock that may write can commit a heartbeat row first, so that an idle
 * source has a commit for the replica to arrive at.
 */
@FunctionalInterface
public interface SourceClock {
  SourceMark mark();
}
