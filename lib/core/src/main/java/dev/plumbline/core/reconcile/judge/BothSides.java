package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.measure.ComparedStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Two open copies. What both are asked, they are asked at the same time where threads allow. */
record BothSides(ComparedStore left, ComparedStore right, Executor executor) {
  /** Both answers. */
  record Answers<T>(T left, T right) {}

  <T> Answers<T> ask(Function<ComparedStore, T> question) {
    CompletableFuture<T> other =
        CompletableFuture.supplyAsync(() -> question.apply(right), executor);
    try {
      T mine = question.apply(left);
      return new Answers<>(mine, other.join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    } finally {
      // The session is not free before its statement has ended, whatever became of the other side.
      other.handle((answer, failure) -> answer).join();
    }
  }
}
