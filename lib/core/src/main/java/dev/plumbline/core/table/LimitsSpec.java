package dev.plumbline.core.table;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a comparison may ask of the source.
 *
 * @param statementTimeout after which the server ends a statement; zero for no limit of ours
 * @param threadsRunning the source is left alone while more sessions than that are at work; {@link
 *     #UNLIMITED} for however many
 * @param historyList the source is left alone while its history list is longer; {@link #UNLIMITED}
 *     for however long
 * @param replicaLag the source is left alone while one of its own replicas is more seconds behind;
 *     {@link #UNLIMITED} for however many
 * @param connections to the source at once, 2 at least; 0 for as many as the pipeline's tables
 * @param chunkTime a chunk whose statement takes longer is cut finer; zero for however long
 * @param chunkRows rows that one statement reads, about; 0 for as many as is standard
 */
public record LimitsSpec(
    Duration statementTimeout,
    long threadsRunning,
    long historyList,
    long replicaLag,
    int connections,
    Duration chunkTime,
    long chunkRows)
    implements Serializable {
  /** No limit. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** None of ours. */
  public static final LimitsSpec NONE = new LimitsSpec(Duration.ZERO, UNLIMITED, UNLIMITED);

  /** Limits on statements and on what the server has to do. */
  public LimitsSpec(Duration statementTimeout, long threadsRunning, long historyList) {
    this(statementTimeout, threadsRunning, historyList, UNLIMITED, 0, Duration.ZERO, 0);
  }

  /** Whether the source is to be looked at before each statement. */
  public boolean watches() {
    return threadsRunning != UNLIMITED || historyList != UNLIMITED || replicaLag != UNLIMITED;
  }
}
