package dev.plumbline.stores.replica;

import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.replica.SourcePosition.Passed;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** Waits until the replica has applied all that stood before a position of the source's log. */
public final class ReplicaWait {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final RedshiftSession redshift;
  private final Connection writer;
  private final String database;
  private final Clock clock;
  private final Duration atMost;
  private final Waiting waiting;
  private IdleSource idle;

  /**
   * @param writer a session on the source's writer
   * @param database the integration's database
   */
  public ReplicaWait(
      RedshiftSession redshift,
      Connection writer,
      String database,
      Clock clock,
      Duration atMost,
      Waiting waiting) {
    this.redshift = redshift;
    this.writer = writer;
    this.database = database;
    this.clock = clock;
    this.atMost = atMost;
    this.waiting = waiting;
    this.idle = new IdleSource(IdleSource.Heartbeat.NONE, clock);
  }

  /** The same, which does that where nobody commits on the source. */
  public ReplicaWait with(IdleSource other) {
    idle = other;
    return this;
  }

  /**
   * What a wait came to.
   *
   * @param passed whether the replica has passed the position
   */
  public record Waited(ReplicaReading reading, boolean passed) {}

  /** Returns as soon as the position is passed, or when the time is over. */
  public Waited until(SourcePosition position, Collection<TableName> tables) {
    Instant deadline = clock.instant().plus(atMost);
    while (true) {
      ReplicaReading reading = ReplicaHealth.read(redshift, database, tables, clock);
      boolean passed = passed(reading, position);
      boolean over = Thread.currentThread().isInterrupted() || !clock.instant().isBefore(deadline);
      if (passed || over) {
        return new Waited(reading, passed);
      }
      idle.behind(position, () -> SourcePosition.read(writer));
      waiting.pass(PAUSE);
    }
  }

  private boolean passed(ReplicaReading reading, SourcePosition position) {
    if (reading.passed(position) == Passed.YES) {
      return true;
    }
    return reading
        .checkpointName()
        .map(Checkpoint::parse)
        .filter(Checkpoint.Binlog.class::isInstance)
        .map(Checkpoint.Binlog.class::cast)
        .filter(checkpoint -> SourceLog.quietBetween(writer, checkpoint, position))
        .isPresent();
  }
}
