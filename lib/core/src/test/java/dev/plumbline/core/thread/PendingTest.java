package dev.plumbline.core.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PendingTest {
  @Test
  void theAnswerIsWorkedOutByTheExecutor() {
    Deque<Runnable> tasks = new ArrayDeque<>();
    Pending<String> pending = Pending.begin(() -> "answer", tasks::add);
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    assertThat(pending.await()).isEqualTo("answer");
    assertThat(pending.await()).as("asked again").isEqualTo("answer");
  }

  @Test
  void whatTheQuestionThrewIsThrownWhereItIsAwaitedAlone() {
    PlumblineException failure = new PlumblineException(ExitCode.SOURCE_FAILED, "gone");
    Pending<String> pending =
        Pending.begin(
            () -> {
              throw failure;
            },
            Runnable::run);
    assertThatThrownBy(pending::await).isSameAs(failure);
    pending.close();
  }

  @Test
  void closingWaitsForTheEnd() {
    CountDownLatch closing = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Pending<Boolean> pending =
        Pending.begin(
            () -> {
              awaited(closing);
              return ended.compareAndSet(false, true);
            },
            task -> new Thread(task).start());
    closing.countDown();
    pending.close();
    assertThat(ended).isTrue();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
