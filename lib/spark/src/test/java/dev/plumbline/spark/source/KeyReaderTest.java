package dev.plumbline.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.table.TableName;
import dev.plumbline.spark.TestMariaDb;
import dev.plumbline.stores.mysql.KeyReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyReaderTest {
  private static final OptionalLong OPEN = OptionalLong.empty();

  @Test
  void keysOnBothSidesOfZeroComeAsTheyAreCloseTogetherOrFarApart() throws SQLException {
    long[] close = {-130, -129, -128, -65, -64, -63, -1, 0, 1, 62, 63, 64, 65, 127, 128};
    long[] far = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 5_000_000_000L, Long.MAX_VALUE};
    table("keys_close", close);
    table("keys_far", far);

    try (Connection connection = TestMariaDb.reading().open()) {
      assertThat(reader("keys_close").keys(connection, OPEN, OPEN, 200_000)).containsExactly(close);
      assertThat(reader("keys_far").keys(connection, OPEN, OPEN, 200_000)).containsExactly(far);
      assertThat(reader("keys_far").count(connection)).isEqualTo(far.length);
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
      assertThat(reader("keys_mixed").keys(connection, OPEN, OPEN, 200_000))
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
        long[] page = reader.keys(connection, first, next, 7);
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
      assertThat(reader.count(connection)).isZero();
      assertThat(reader.next(connection, OPEN, 10)).isEmpty();
      assertThat(reader.keys(connection, OPEN, OPEN, 200_000)).isEmpty();
    }
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
