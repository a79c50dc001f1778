package dev.plumbline.sandbox;

import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that can be taken down and brought up again on the same port while the sandbox runs.
 * Thread-safe.
 *
 * @param <T> the server
 */
final class Restartable<T extends AutoCloseable> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Restartable.class);

  private final IntFunction<T> start;
  private final int port;
  private T server;
  private boolean up;

  private Restartable(IntFunction<T> start, ToIntFunction<T> portOf) {
    this.start = start;
    this.server = start.apply(0);
    this.port = portOf.applyAsInt(server);
    this.up = true;
  }

  /**
   * Starts the server for the first time, on a free port.
   *
   * @param start starts it on a port, 0 for a free one
   */
  static <T extends AutoCloseable> Restartable<T> start(
      IntFunction<T> start, ToIntFunction<T> portOf) {
    return new Restartable<>(start, portOf);
  }

  /** The server of the latest start; it may be down. */
  synchronized T server() {
    return server;
  }

  int port() {
    return port;
  }

  synchronized boolean isUp() {
    return up;
  }

  /** Stops the server if it is up. */
  synchronized void down() {
    if (!up) {
      return;
    }
    up = false;
    try {
      server.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.error("Cannot stop {}", server.getClass().getSimpleName(), e);
    }
  }

  /** Starts the server on its port if it is down. */
  synchronized void up() {
    if (!up) {
      server = start.apply(port);
      up = true;
    }
  }

  @Override
  public void close() {
    down();
  }
}
