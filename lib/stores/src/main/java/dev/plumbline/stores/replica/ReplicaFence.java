package dev.plumbline.stores.replica;

import dev.plumbline.core.reconcile.fence.ReplicaClock;
import dev.plumbline.core.reconcile.fence.SourceClock;
import dev.plumbline.core.reconcile.fence.SourceMark;
import dev.plumbline.stores.redshift.RedshiftSession;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The fence of a zero-ETL integration: the position of the writer's binary log against the
 * checkpoint of the last completed ingestion. On an idle source, whose log may go on without a
 * commit, a checkpoint has passed a mark when nothing between the two changes a row.
 */
public final class ReplicaFence implements SourceClock, ReplicaClock {
  private final RedshiftSession redshift;
  private final Connection writer;
  private final String database;
  private final Clock clock;
  private final IdleSource idle;

  /** A fence that writes nothing. */
  public ReplicaFence(RedshiftSession redshift, Connection writer, String database, Clock clock) {
    this(redshift, writer, database, clock, new IdleSource(IdleSource.Heartbeat.NONE, clock));
  }

  /**
   * @param writer a session on the source's writer
   * @param database the integration's database
   * @param idle what is done where nobody commits on the source
   */
  public ReplicaFence(
      RedshiftSession redshift, Connection writer, String database, Clock clock, IdleSource idle) {
    this.idle = idle;
    this.redshift = redshift;
    this.writer = writer;
    this.database = database;
    this.clock = clock;
  }

  @Override
  public SourceMark mark() {
    return new SourceMark(SourcePosition.read(writer).toString(), clock.instant());
  }

  @Override
  public Passage passage(SourceMark mark) {
    int colon = mark.position().lastIndexOf(':');
    SourcePosition position =
        new SourcePosition(
            mark.position().substring(0, colon),
            Long.parseLong(mark.position().substring(colon + 1)),
            Optional.empty());
    ReplicaReading reading = ReplicaHealth.read(redshift, database, List.of(), clock);
    return switch (reading.passed(position)) {
      case YES -> Passage.PASSED;
      case NO -> quiet(reading, position) ? Passage.PASSED : behind(position);
      case UNKNOWN -> Passage.UNKNOWN;
    };
  }

  private Passage behind(SourcePosition position) {
    idle.behind(position, () -> SourcePosition.read(writer));
    return Passage.BEHIND;
  }

  private boolean quiet(ReplicaReading reading, SourcePosition position) {
    return reading
        .checkpointName()
        .map(Checkpoint::parse)
        .filter(Checkpoint.Binlog.class::isInstance)
        .map(Checkpoint.Binlog.class::cast)
        .filter(checkpoint -> SourceLog.quietBetween(writer, checkpoint, position))
        .isPresent();
  }
}
