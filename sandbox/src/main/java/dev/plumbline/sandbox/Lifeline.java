package dev.plumbline.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Wants the sandbox to stop when the one that started it is gone: when standard input ends, or when
 * a process does.
 */
final class Lifeline implements AutoCloseable {
  /** The last line to a starter that waits; it then says {@link #GO} and leaves. */
  static final String READY = "sandbox.ready";

  static final String GO = "go";

  private final Runnable stop;
  private final CountDownLatch go = new CountDownLatch(1);
  private volatile boolean free;

  Lifeline(Runnable stop) {
    this.stop = stop;
  }

  /**
   * Begins to watch.
   *
   * @param parentPid a process whose end is ours, or null
   * @param standardInput whether the end of standard input is ours
   */
  void follow(Long parentPid, boolean standardInput) {
    if (parentPid != null) {
      CompletableFuture<?> watched =
          ProcessHandle.of(parentPid)
              .<CompletableFuture<?>>map(ProcessHandle::onExit)
              .orElseGet(() -> CompletableFuture.completedFuture(null))
              .thenRun(stop);
      assert watched != null;
    }
    if (standardInput) {
      Thread watcher = new Thread(this::watchInput, "lifeline");
      watcher.setDaemon(true);
      watcher.start();
    }
  }

  private void watchInput() {
    try {
      BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(GO)) {
          free = true;
          go.countDown();
          return;
        }
      }
    } catch (IOException e) {
      // An input that cannot be read has ended.
      free = false;
    }
    go.countDown();
    if (!free) {
      stop.run();
    }
  }

  /** Tells the starter that all is ready and goes on without it. */
  void letGo() {
    System.out.println(READY);
    System.out.flush();
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
  }

  @Override
  public void close() {
    free = true;
  }
}
