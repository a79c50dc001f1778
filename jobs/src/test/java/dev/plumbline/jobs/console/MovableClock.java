package dev.plumbline.jobs.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. */
final class MovableClock extends Clock {
  private Instant now;

  MovableClock(String now) {
    this.now = Instant.parse(now);
  }

  synchronized void forward(Duration by) {
    now = now.plus(by);
  }

  void forwardSeconds(long seconds) {
    forward(Duration.ofSeconds(seconds));
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("times are in UTC");
  }
}
