package dev.plumbline.tests;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Dashboards that ask for both views ten times a second, some in one order, some in the other. */
final class Readers {
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final AtomicBoolean stop = new AtomicBoolean();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Set<String> sides = ConcurrentHashMap.newKeySet();
  private final AtomicLong slowest = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private final CountDownLatch begun;
  private final List<Thread> threads;

  Readers(Sandbox sandbox, RouteFixture route, int number) {
    begun = new CountDownLatch(number);
    threads =
        IntStream.range(0, number)
            .mapToObj(i -> new Thread(() -> read(sandbox, route, i % 2 == 0), "reader-" + i))
            .toList();
    threads.forEach(Thread::start);
    try {
      begun.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Sandbox sandbox, RouteFixture route, boolean firstToLast) {
    try (Connection reader = sandbox.redshift(sandbox.endpoints().redshift().reader())) {
      begun.countDown();
      while (!stop.get()) {
        long start = System.nanoTime();
        sides.add(firstToLast ? route.sides(reader, true) : route.sides(reader, false));
        slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
        reads.incrementAndGet();
        LockSupport.parkNanos(BETWEEN.toNanos());
      }
    } catch (SQLException e) {
      failures.add(e.toString());
      begun.countDown();
    }
  }

  /** Lets the readers end and waits for them. */
  void stop() {
    stop.set(true);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  Set<String> sides() {
    return sides;
  }

  Duration slowest() {
    return Duration.ofNanos(slowest.get());
  }

  long reads() {
    return reads.get();
  }
}
