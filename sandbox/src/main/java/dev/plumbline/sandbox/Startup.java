package dev.plumbline.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts servers side by side and stops all that were started, the last one first. Thread-safe. */
final class Startup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

  private final Progress progress;
  private final ExecutorService workers = Executors.newCachedThreadPool(Startup::daemon);
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean closed;

  Startup(Progress progress) {
    this.progress = progress;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "startup");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts one server in a thread of its own, once those that it needs are ready, and says when it
   * is. Fails as they do when they fail.
   */
  <T extends AutoCloseable> CompletableFuture<T> start(
      String what, Supplier<T> server, CompletableFuture<?>... needed) {
    return CompletableFuture.allOf(needed)
        .thenApplyAsync(
            nothing -> {
              long begin = System.nanoTime();
              T ready = server.get();
              adopt(ready);
              progress.ready(what, begin);
              return ready;
            },
            workers);
  }

  /** Stops it with the others, before those that were started earlier. */
  void adopt(AutoCloseable server) {
    synchronized (started) {
      if (!closed) {
        started.push(server);
        return;
      }
    }
    stop(server);
    throw new IllegalStateException("Cannot start: the sandbox is stopping");
  }

  /** The server, or the failure of its start as it was thrown. */
  static <T> T join(CompletableFuture<T> starting) {
    try {
      return starting.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /**
   * Stops what was started; later starts are refused. A server that cannot be stopped is logged.
   */
  @Override
  public void close() {
    synchronized (started) {
      closed = true;
    }
    for (AutoCloseable server = next(); server != null; server = next()) {
      stop(server);
    }
    workers.shutdownNow();
  }

  private AutoCloseable next() {
    synchronized (started) {
      return started.poll();
    }
  }

  private static void stop(AutoCloseable server) {
    try {
      server.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.error("Cannot stop {}", server.getClass().getSimpleName(), e);
    }
  }
}
