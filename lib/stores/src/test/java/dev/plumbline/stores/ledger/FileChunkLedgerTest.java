package dev.plumbline.stores.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.judge.ChunkOutcome;
import dev.plumbline.core.reconcile.judge.RowState;
import dev.plumbline.core.reconcile.judge.Suspect;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.ChunkPlan;
import dev.plumbline.core.reconcile.plan.KeyRange;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileChunkLedgerTest {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = FIRST.plusSeconds(60);
  private static final BigInteger TEN = BigInteger.TEN;
  private static final ChunkPlan PLAN =
      new ChunkPlan(
          List.of(
              new Chunk(0, new KeyRange(null, TEN), new Bucketing.ByRange(BigInteger.TWO)),
              new Chunk(1, new KeyRange(TEN, null), new Bucketing.ByKeyHash(64)),
              new Chunk(2, KeyRange.ALL, new Bucketing.ByRowHash(7))));
  private static final ChunkOutcome DIFFERENT =
      new ChunkOutcome(
          0,
          10,
          9,
          5,
          1,
          List.of(
              new Suspect(
                  new RowKey(Arrays.asList("é\n,\"", null)), RowState.of("ab"), RowState.ABSENT)),
          true);
  private static final ChunkOutcome EQUAL = new ChunkOutcome(2, 3, 3, 1, 0, List.of(), true);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("deep/orders.jsonl");
  }

  private FileChunkLedger open(String what, Instant now) {
    return FileChunkLedger.open(file, what, now);
  }

  private void begin() {
    try (FileChunkLedger ledger = open("orders", FIRST)) {
      ledger.plan(() -> PLAN);
      ledger.finished(DIFFERENT);
      ledger.finished(EQUAL);
    }
  }

  @Test
  void whatOneProcessKeptTheNextReads() {
    begin();
    try (FileChunkLedger ledger = open("orders", LATER)) {
      assertThat(ledger.beganAt()).isEqualTo(FIRST);
      assertThat(
              ledger.plan(
                  () -> {
                    throw new AssertionError("planned twice");
                  }))
          .isEqualTo(PLAN);
      assertThat(ledger.finished().values()).containsExactlyInAnyOrder(DIFFERENT, EQUAL);
    }
  }

  @Test
  void aLineThatWasCutOffAnywhereCountsAsNotWritten() throws IOException {
    begin();
    byte[] whole = Files.readAllBytes(file);
    String text = new String(whole, StandardCharsets.UTF_8);
    int lastLine =
        text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1)
            .getBytes(StandardCharsets.UTF_8)
            .length;
    for (int length = lastLine; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (FileChunkLedger ledger = open("orders", LATER)) {
        assertThat(ledger.finished().values()).as("%d bytes", length).containsExactly(DIFFERENT);
        ledger.finished(EQUAL);
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void progressOfAnotherComparisonIsThrownAway() {
    begin();
    try (FileChunkLedger ledger = open("orders, strong", LATER)) {
      assertThat(ledger.beganAt()).isEqualTo(LATER);
      assertThat(ledger.finished()).isEmpty();
    }
    try (FileChunkLedger ledger = open("orders", LATER)) {
      assertThat(ledger.finished()).isEmpty();
    }
  }

  @Test
  void anythingElseInTheFileIsThrownAway() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "no JSON\n{}\n", StandardCharsets.UTF_8);
    try (FileChunkLedger ledger = open("orders", FIRST)) {
      assertThat(ledger.finished()).isEmpty();
    }
    begin();
    try (FileChunkLedger ledger = open("orders", LATER)) {
      assertThat(ledger.finished()).hasSize(2);
      ledger.discard();
    }
    assertThat(file).doesNotExist();
  }
}
