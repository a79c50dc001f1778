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
 */
public record LimitsSpec(Duration statementTimeout, long threadsRunning, long historyList)
    implements Serializable {
  /** No limit. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** None of ours. */
  public static final LimitsSpec NONE = new LimitsSpec(Duration.ZERO, UNLIMITED, UNLIMITED);

  /** Whether the source is to be looked at before each statement. */
  public boolean watches() {
    return threadsRunning != UNLIMITED || historyList != UNLIMITED;
  }
}
