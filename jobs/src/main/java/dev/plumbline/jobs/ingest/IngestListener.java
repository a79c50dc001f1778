package dev.plumbline.jobs.ingest;

import java.util.OptionalLong;

/** Is told how an ingest goes on. Called by one thread. */
public interface IngestListener {
  /** A resource begins. */
  default void started(String resource, String table) {}

  /**
   * Rows were read and written.
   *
   * @param rows of this resource so far
   * @param total as the API says it
   */
  default void advanced(String resource, long rows, OptionalLong total) {}

  /** A row was not written. */
  default void rejected(RejectedRow row) {}

  /** A resource ended, its deletions included. */
  default void finished(ResourceSummary summary) {}

  /** Listens to nothing. */
  static IngestListener none() {
    return new IngestListener() {};
  }
}
