package dev.plumbline.core.reconcile.judge;

import java.io.Serializable;

/**
 * Keeps the outcome of a chunk from where it was compared, so that it is safe before the next chunk
 * begins; travels to executors.
 */
@FunctionalInterface
public interface ChunkKeeper extends Serializable, AutoCloseable {
  /** Keeps nothing. */
  ChunkKeeper NONE = outcome -> {};

  /** Returns when the outcome is safe. The same chunk may be kept twice. */
  void keep(ChunkOutcome outcome);

  /** Frees what this worker has opened for keeping; the keeper can be used again. */
  @Override
  default void close() {}
}
