package dev.plumbline.sandbox.replicator;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What others ask of the applying thread: to hold still, to stay behind, and tasks to be done
 * between transactions.
 */
final class Control {
  private final ConcurrentLinkedQueue<Order> orders = new ConcurrentLinkedQueue<>();
  private volatile boolean paused;
  private volatile Duration delay = Duration.ZERO;
  private volatile ApplyHook hook = ApplyHook.NONE;

  /** Something to be done on the applying thread, in a transaction of its own. */
  @FunctionalInterface
  interface Task {
    void run(Applier applier) throws SQLException;
  }

  private record Order(Task task, CompletableFuture<Void> done, Runnable whenDone) {}

  /**
   * Has the task done; the result completes when it is committed, however many sessions that takes.
   */
  CompletableFuture<Void> order(Task task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    orders.add(new Order(task, done, () -> {}));
    return done;
  }

  /** Has the task done without waiting for it, and then, done or failed, runs what follows. */
  void order(Task task, Runnable whenDone) {
    orders.add(new Order(task, new CompletableFuture<>(), whenDone));
  }

  /** Does all tasks that wait. A task that a lost connection interrupts is done again. */
  void carryOut(Applier applier) throws SQLException {
    for (Order order = orders.peek(); order != null; order = orders.peek()) {
      try {
        order.task.run(applier);
        applier.commitTask();
      } catch (RuntimeException e) {
        orders.remove();
        order.done.completeExceptionally(e);
        order.whenDone.run();
        throw e;
      }
      orders.remove();
      order.done.complete(null);
      order.whenDone.run();
    }
  }

  boolean hasOrders() {
    return !orders.isEmpty();
  }

  boolean paused() {
    return paused;
  }

  void pause(boolean pause) {
    paused = pause;
  }

  Duration delay() {
    return delay;
  }

  void delay(Duration behind) {
    delay = behind;
  }

  ApplyHook hook() {
    return hook;
  }

  void hook(ApplyHook applyHook) {
    hook = applyHook;
  }
}
