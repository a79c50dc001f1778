package dev.plumbline.core.run;

import java.time.Instant;
import java.util.List;

/**
 * The health of the zero-ETL integration when it was looked at.
 *
 * @param state as {@code SVV_INTEGRATION} says it, or {@code unknown} where it could not be read
 * @param lagMillis {@code current_lag}; -1 when unknown
 * @param checkpoint the last replicated checkpoint, as the integration writes it
 * @param sourcePosition the position of the source's log that was noted; empty when none was
 * @param passedSource whether the replica has applied all that stood before that position
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
    String sourcePosition,
    boolean passedSource,
    List<TableState> tables) {

  public ReplicaReport {
    tables = List.copyOf(tables);
  }

  /** A look at the integration alone, without the source's position. */
  public ReplicaReport(
      String integrationId,
      String database,
      String state,
      long lagMillis,
      String checkpoint,
      Instant lastCommitAt,
      Instant readAt,
      String message,
      List<TableState> tables) {
    this(
        integrationId,
        database,
        state,
        lagMillis,
        checkpoint,
        lastCommitAt,
        readAt,
        message,
        "",
        false,
        tables);
  }

  /** The same with the position of the source's log that was noted before. */
  public ReplicaReport against(String position, boolean passed) {
    return new ReplicaReport(
        integrationId,
        database,
        state,
        lagMillis,
        checkpoint,
        lastCommitAt,
        readAt,
        message,
        position,
        passed,
        tables);
  }

  /** The state of one replicated table, with the integration's own reason when it failed. */
  public record TableState(String schema, String table, String state, String reason) {}
}
