package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.Pair;
import java.util.Optional;

/**
 * The two stores of a check.
 *
 * @param replica the source and the integration's warehouse, where the target is a zero-ETL replica
 */
public record StorePair(CheckedStore source, CheckedStore target, Optional<Replica> replica)
    implements AutoCloseable {
  /** What a zero-ETL replica is compared by. */
  public record Replica(MySqlStore source, RedshiftStore warehouse) {
    /** The database that zero-ETL fills. */
    public String database() {
      return warehouse.database().orElseThrow();
    }
  }

  /** Makes the calling thread one that may ask both. */
  void adopt() {
    source.adopt();
    target.adopt();
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }

  Pair pair() {
    return replica.isPresent() ? Pair.SOURCE_REPLICA : Pair.SOURCE_TARGET;
  }

  /** How reports call the pair, such as {@code aurora-replica}. */
  String name() {
    String target = replica.map(one -> "replica-" + one.database()).orElse(target().name());
    return source.name() + "-" + target;
  }
}
