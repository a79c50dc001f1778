package dev.plumbline.sandbox.workload;

import java.util.List;
import java.util.Map;

/**
 * How a workload is doing, or how the last one went.
 *
 * @param rate transactions per second that were wanted
 * @param tables {@code schema.table} of each
 * @param seconds since it began to write, or how long it did
 * @param transactions that were committed, long ones included
 * @param written rows by what was done to them, and how many statements and transactions were large
 * @param failures how often a session was lost
 * @param problem why the last one was lost; empty where none was
 */
public record WorkloadStatus(
    boolean running,
    double rate,
    long seed,
    List<String> tables,
    double seconds,
    long transactions,
    Map<String, Long> written,
    long failures,
    String problem) {

  static WorkloadStatus none() {
    return new WorkloadStatus(false, 0, 0, List.of(), 0, 0, new Counts().all(), 0, "");
  }
}
