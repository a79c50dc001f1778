package dev.plumbline.core.run;

import java.time.Instant;
import java.util.List;

/**
 * The health of the zero-ETL integration when it was looked at.
 *
 * @param state as {@code SVV_INTEGRATION} says it, or {@code unknown} where it could not be read
 * @param lagMillis {@code current_lag}; -1 when unknown
 * @param checkpoint the last replicated checkpoint, as the integration writes it
 */
public record ReplicaReport(
    String integrationId,
    String database,
    String state,
    long lagMillis,
    String checkpoint,
    Instant lastCommitAt,
    Instant readAt,
    String message,
    List<TableState> tables) {

  public ReplicaReport {
    tables = List.copyOf(tables);
  }

  /** The state of one replicated table, with the integration's own reason when it failed. */
  public record TableState(String schema, String table, String state, String reason) {}
}
