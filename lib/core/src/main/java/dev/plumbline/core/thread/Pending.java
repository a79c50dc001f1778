package dev.plumbline.core.thread;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** An answer that another thread works out meanwhile. */
public final class Pending<T> implements AutoCloseable {
  private final CompletableFuture<T> answer;

  private Pending(CompletableFuture<T> answer) {
    this.answer = answer;
  }

  /** Begins to work it out. */
  public static <T> Pending<T> begin(Supplier<T> question, Executor executor) {
    return new Pending<>(CompletableFuture.supplyAsync(question, executor));
  }

  /** The answer, as soon as it is there; throws what the question threw. */
  public T await() {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Waits until the question has ended, whatever came of it. */
  @Override
  public void close() {
    answer.handle((result, failure) -> result).join();
  }
}
