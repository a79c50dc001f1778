package dev.plumbline.jobs.console;

import dev.plumbline.core.run.StepProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** How far a step is. The step's own threads write it; the console samples it as it draws. */
final class RunningStep implements StepProgress {
  private static final State NOTHING = new State(0, 0, -1);

  private final String job;
  private final String label;
  private final Instant startedAt;
  private final Rate rate;
  private final AtomicReference<State> state = new AtomicReference<>(NOTHING);
  private Instant lastLogged;

  RunningStep(String job, String label, Instant startedAt) {
    this.job = job;
    this.label = label;
    this.startedAt = startedAt;
    this.lastLogged = startedAt;
    this.rate = new Rate(startedAt);
  }

  @Override
  public void expect(long totalRows) {
    state.updateAndGet(s -> new State(s.rows(), s.bytes(), totalRows));
  }

  @Override
  public void at(long rows, long bytes) {
    state.updateAndGet(s -> new State(rows, bytes, s.total()));
  }

  /** What to show now. Called by one thread at a time. */
  Progress sample(Instant now) {
    State current = state.get();
    rate.sample(now, current.rows(), current.bytes());
    return new Progress(
        job, label, Duration.between(startedAt, now), current, rate.rows(), rate.bytes());
  }

  Duration running(Instant now) {
    return Duration.between(startedAt, now);
  }

  /** True once per period; the first time one period after the start. */
  boolean due(Instant now, Duration period) {
    if (now.isBefore(lastLogged.plus(period))) {
      return false;
    }
    lastLogged = now;
    return true;
  }

  /**
   * @param total rows to come in all, -1 when unknown
   */
  record State(long rows, long bytes, long total) {}

  /**
   * A step at one moment.
   *
   * @param rowsPerSecond over the last ten seconds
   */
  record Progress(
      String job,
      String label,
      Duration running,
      State state,
      double rowsPerSecond,
      double bytesPerSecond) {

    /** Between 0 and 1; -1 when unknown. */
    double share() {
      return state.total() > 0 ? Math.min(1, (double) state.rows() / state.total()) : -1;
    }

    /** Estimated seconds that are left; -1 when unknown. */
    long secondsLeft() {
      boolean known = state.total() > 0 && rowsPerSecond > 0;
      return known ? Math.round(Math.max(0, state.total() - state.rows()) / rowsPerSecond) : -1;
    }
  }
}
