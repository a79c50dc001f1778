package dev.plumbline.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.table.TableName;
import dev.plumbline.spark.TestMariaDb;
import dev.plumbline.stores.mysql.KeyReader;
import dev.plumbline.stores.mysql.KeyReader.Digest;
import dev.plumbline.stores.mysql.KeyReader.Stretch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyReaderTest {
  private static final OptionalLong OPEN = OptionalLong.empty();

  @Test
  void keysOnBothSidesOfZeroComeAsTheyAreCloseTogetherOrFarApart() throws SQLException {
    long[] close = {-130, -129, -128, -65, -64, -63, -1, 0, 1, 62, 63, 64, 65, 127, 128};
    long[] far = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 5_000_000_000L, Long.MAX_VALUE};
    table("keys_close", close);
    table("keys_far", far);

    try (Connection connection = TestMariaDb.reading().open()) {
      assertThat(keys(connection, reader("keys_close"), OPEN, OPEN, 200_000))
          .containsExactly(close);
      assertThat(keys(connection, reader("keys_far"), OPEN, OPEN, 200_000)).containsExactly(far);
    }
  }

  @Test
  void manyKeysOfWhichSomeLieFarApartAreAllThere() throws SQLException {
    table("keys_mixed");
    TestMariaDb.run(
        "INSERT INTO keys_mixed.`t``s` SELECT seq FROM keys_mixed.seq_1_to_100000",
        "INSERT INTO keys_mixed.`t``s` SELECT seq * 1000000000 FROM keys_mixed.seq_1_to_50000",
        "INSERT INTO keys_mixed.`t``s` SELECT -seq * 77 FROM keys_mixed.seq_1_to_30000");

    try (Connection connection = TestMariaDb.reading().open()) {
      assertThat(keys(connection, reader("keys_mixed"), OPEN, OPEN, 200_000))
          .isEqualTo(
              Stream.of(
                      LongStream.rangeClosed(1, 30_000).map(key -> key * -77),
                      LongStream.rangeClosed(1, 100_000),
                      LongStream.rangeClosed(1, 50_000).map(key -> key * 1_000_000_000))
                  .flatMapToLong(keys -> keys)
                  .sorted()
                  .toArray());
    }
  }

  @Test
  void pagesFollowEachOtherWithoutAGap() throws SQLException {
    long[] keys = LongStream.rangeClosed(1, 100).map(key -> key * key).toArray();
    table("keys_paged", keys);
    KeyReader reader = reader("keys_paged");

    try (Connection connection = TestMariaDb.reading().open()) {
      LongStream.Builder all = LongStream.builder();
      int pages = 0;
      OptionalLong first = OPEN;
      do {
        OptionalLong next = reader.next(connection, first, 7);
        long[] page = keys(connection, reader, first, next, 7);
        assertThat(page).hasSizeLessThanOrEqualTo(7).isNotEmpty();
        LongStream.of(page).forEach(all);
        first = next;
        pages++;
      } while (first.isPresent());

      assertThat(all.build().toArray()).containsExactly(keys);
      assertThat(pages).isEqualTo(15);
    }
  }

  @Test
  void aTableWithoutRowsHasOnePageWithoutKeys() throws SQLException {
    table("keys_none");
    KeyReader reader = reader("keys_none");

    try (Connection connection = TestMariaDb.reading().open()) {
      assertThat(reader.next(connection, OPEN, 10)).isEmpty();
      assertThat(keys(connection, reader, OPEN, OPEN, 200_000)).isEmpty();
    }
  }

  /**
   * A stretch's digest tells each key that is more, less or another, and the bits tell them all.
   */
  @ParameterizedTest
  @ValueSource(strings = {"close", "far"})
  void theServersDigestIsThatOfTheSameKeysAndOfNoOthers(String how) throws SQLException {
    long step = how.equals("close") ? 1 : 1_000_000_007L;
    long[] keys = LongStream.rangeClosed(-200, 200).map(key -> key * step).toArray();
    String database = "keys_digest_" + how;
    table(database, keys);

    try (Connection connection = TestMariaDb.reading().open()) {
      Stretch all = reader(database).page(connection, OPEN, OPEN, 400).get(0);
      assertThat(all).isEqualTo(new Stretch(OPEN, OPEN, how.equals("close")));
      Digest said = reader(database).digest(connection, all);

      assertThat(said).isEqualTo(Digest.of(keys, all));
      assertThat(said.keys()).isEqualTo(401);
      for (int i : new int[] {0, 136, 200, 263, 400}) {
        assertThat(said).as("without %s", keys[i]).isNotEqualTo(Digest.of(less(keys, i), all));
        long[] other = keys.clone();
        other[i] = keys[400] + 1 + i;
        assertThat(said)
            .as("another for %s", keys[i])
            .isNotEqualTo(Digest.of(LongStream.of(other).sorted().toArray(), all));
      }
      Stretch some =
          new Stretch(OptionalLong.of(keys[100]), OptionalLong.of(keys[300]), all.close());
      assertThat(reader(database).digest(connection, some))
          .isEqualTo(Digest.of(Arrays.copyOfRange(keys, 100, 300), some));
      Stretch none = new Stretch(OptionalLong.of(keys[400] + 1), OPEN, all.close());
      assertThat(reader(database).digest(connection, none)).isEqualTo(new Digest(0, 0));
    }
  }

  private static long[] less(long[] keys, int index) {
    return LongStream.of(keys).filter(key -> key != keys[index]).toArray();
  }

  /** All keys of a page; each stretch's digest is theirs. */
  private static long[] keys(
      Connection connection, KeyReader reader, OptionalLong first, OptionalLong next, int rows)
      throws SQLException {
    LongStream.Builder all = LongStream.builder();
    for (Stretch stretch : reader.page(connection, first, next, rows)) {
      long[] some = reader.keys(connection, stretch);
      assertThat(reader.digest(connection, stretch)).isEqualTo(Digest.of(some, stretch));
      LongStream.of(some).forEach(all);
    }
    return all.build().toArray();
  }

  private static KeyReader reader(String database) {
    return new KeyReader(new TableName(database, "t`s"), "the key");
  }

  private static void table(String database, long... keys) throws SQLException {
    TestMariaDb.run(
        "CREATE DATABASE " + database,
        "CREATE TABLE " + database + ".`t``s` (`the key` BIGINT PRIMARY KEY)");
    if (keys.length > 0) {
      TestMariaDb.run(
          "INSERT INTO "
              + database
              + ".`t``s` VALUES "
              + LongStream.of(keys)
                  .mapToObj(key -> "(" + key + ")")
                  .collect(Collectors.joining(", ")));
    }
  }
}
