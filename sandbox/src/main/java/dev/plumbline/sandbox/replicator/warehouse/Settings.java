package dev.plumbline.sandbox.replicator.warehouse;

import dev.plumbline.sandbox.replicator.table.ValueRules;
import java.time.Duration;

/**
 * What {@code ALTER DATABASE … INTEGRATION SET} sets.
 *
 * @param refreshInterval rest after a cycle before the next; zero is near real time
 * @param queryAllStates whether tables that are not Synced can be read
 */
public record Settings(
    Duration refreshInterval,
    boolean queryAllStates,
    boolean truncateColumns,
    boolean acceptInvalidCharacters) {

  public ValueRules valueRules() {
    return new ValueRules(truncateColumns, acceptInvalidCharacters);
  }
}
