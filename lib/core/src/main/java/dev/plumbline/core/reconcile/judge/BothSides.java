package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.thread.Pending;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Two open copies. What both are asked, they are asked at the same time where threads allow. */
record BothSides(ComparedStore left, ComparedStore right, Executor executor) {
  /** Both answers. */
  record Answers<T>(T left, T right) {}

  <T> Answers<T> ask(Function<ComparedStore, T> question) {
    // The session is not free before its statement has ended, whatever became of the other side.
    try (Pending<T> other = Pending.begin(() -> question.apply(right), executor)) {
      T mine = question.apply(left);
      return new Answers<>(mine, other.await());
    }
  }
}
