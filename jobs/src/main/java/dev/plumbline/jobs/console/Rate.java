package dev.plumbline.jobs.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The speed over the last ten seconds, so that it shows when work slows down. Not thread-safe. */
final class Rate {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final Deque<Sample> samples = new ArrayDeque<>();

  Rate(Instant start) {
    samples.add(new Sample(start, 0, 0));
  }

  void sample(Instant now, long rows, long bytes) {
    samples.addLast(new Sample(now, rows, bytes));
    while (samples.size() > 2 && second().at().isBefore(now.minus(WINDOW))) {
      samples.removeFirst();
    }
  }

  /** Rows per second; 0 when nothing moved. */
  double rows() {
    return perSecond(samples.getLast().rows() - samples.getFirst().rows());
  }

  /** Bytes per second; 0 when nothing moved. */
  double bytes() {
    return perSecond(samples.getLast().bytes() - samples.getFirst().bytes());
  }

  private double perSecond(long amount) {
    long millis = Duration.between(samples.getFirst().at(), samples.getLast().at()).toMillis();
    return millis <= 0 ? 0 : Math.max(0, amount * 1000.0 / millis);
  }

  private Sample second() {
    return samples.stream().skip(1).findFirst().orElseThrow();
  }

  private record Sample(Instant at, long rows, long bytes) {}
}
