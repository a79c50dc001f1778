package dev.plumbline.sandbox.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.table.TableName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReservedKeysTest {
  private static final TableName TABLE = new TableName("shop", "users");
  private static final List<String> ONE = List.of("1");
  private static final List<String> TWO = List.of("2");

  private final ReservedKeys keys = new ReservedKeys();

  @Test
  void aReservedKeyIsHeldByNobodyElse() {
    keys.reserve(TABLE, List.of(ONE), Duration.ZERO);

    assertThat(keys.hold(TABLE, ONE)).isFalse();
    assertThat(keys.hold(TABLE, TWO)).isTrue();
    assertThat(keys.hold(TABLE, TWO)).as("held already").isFalse();

    keys.free(TABLE, List.of(ONE));
    assertThat(keys.hold(TABLE, ONE)).isTrue();
  }

  @Test
  void reservingWaitsForWhoeverWritesTheRow() throws Exception {
    keys.hold(TABLE, ONE);
    CompletableFuture<Void> reserving =
        CompletableFuture.runAsync(
            () -> keys.reserve(TABLE, List.of(ONE, TWO), Duration.ofSeconds(30)));
    while (keys.count(TABLE) < 2) {
      Thread.onSpinWait();
    }
    assertThat(reserving).isNotDone();

    keys.release(TABLE, ONE);
    reserving.get(30, TimeUnit.SECONDS);
    assertThat(keys.hold(TABLE, ONE)).isFalse();
  }

  @Test
  void givesUpOnAWriterWhoDoesNotEnd() {
    keys.hold(TABLE, ONE);
    assertThatThrownBy(() -> keys.reserve(TABLE, List.of(ONE), Duration.ofMillis(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot reserve keys of shop.users: somebody writes them for more than PT0.001S");
  }
}
