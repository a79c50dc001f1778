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
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyReaderTest {
  @Test
  void keysOnBothSidesOfZeroComeHoweverTheyAreTaken() throws SQLException {
    long[] close = {-130, -129, -128, -65, -64, -63, -1, 0, 1, 62, 63, 64, 65, 127, 128};
    long[] far = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 5_000_000_000L, Long.MAX_VALUE};
    table("keys_close", close);
    table("keys_far", far);

    try (Connection connection = TestMariaDb.reading().open()) {
      for (boolean bits : new boolean[] {true, false}) {
        Stretch all = new Stretch(Long.MIN_VALUE, Long.MAX_VALUE, bits);
        assertThat(reader("keys_close").keys(connection, all, 15)).contains(close);
        assertThat(reader("keys_far").keys(connection, all, 6)).contains(far);
        assertThat(reader("keys_far").keys(connection, all, 5)).as("more than that").isEmpty();
        assertThat(reader("keys_close").keys(connection, all, 14)).as("more, as bits").isEmpty();
        assertThat(reader("keys_close").keys(connection, new Stretch(-64, 63, bits), 15))
            .contains(new long[] {-64, -63, -1, 0, 1, 62, 63});
        assertThat(reader("keys_far").digest(connection, all)).isEqualTo(Digest.of(far, all));
      }
    }
  }

  @Test
  void aTableWithoutRowsHasNoKeys() throws SQLException {
    table("keys_none");

    try (Connection connection = TestMariaDb.reading().open()) {
      for (boolean bits : new boolean[] {true, false}) {
        Stretch all = new Stretch(Long.MIN_VALUE, Long.MAX_VALUE, bits);
        assertThat(reader("keys_none").keys(connection, all, 0)).contains(new long[] {});
        assertThat(reader("keys_none").digest(connection, all)).isEqualTo(new Digest(0, 0));
        assertThat(Digest.of(new long[0], all)).isEqualTo(new Digest(0, 0));
      }
    }
  }

  /** Each key that is missing, or is another one, makes another digest. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theServersDigestIsThatOfTheSameKeysAndOfNoOthers(boolean close) throws SQLException {
    long step = close ? 1 : 1_000_000_007L;
    long[] keys = LongStream.rangeClosed(-200, 200).map(key -> key * step).toArray();
    String database = "keys_digest_" + close;
    table(database, keys);

    try (Connection connection = TestMariaDb.reading().open()) {
      Stretch all = new Stretch(Long.MIN_VALUE, Long.MAX_VALUE, close);
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
      Stretch some = new Stretch(keys[100], keys[300] - 1, close);
      assertThat(reader(database).digest(connection, some))
          .isEqualTo(Digest.of(Arrays.copyOfRange(keys, 100, 300), some));
    }
  }

  private static long[] less(long[] keys, int index) {
    return LongStream.of(keys).filter(key -> key != keys[index]).toArray();
  }

  @Test
  void columnsOfTheTableMayHaveTheNamesThatTheStatementsUse() throws SQLException {
    long[] keys = LongStream.rangeClosed(1, 300).toArray();
    table("keys_named", keys);
    TestMariaDb.run(
        "ALTER TABLE keys_named.`t``s` ADD w INT DEFAULT 1, ADD bits INT DEFAULT 2, ADD n INT");
    Stretch all = new Stretch(Long.MIN_VALUE, Long.MAX_VALUE, true);

    try (Connection connection = TestMariaDb.reading().open()) {
      assertThat(reader("keys_named").keys(connection, all, 300)).contains(keys);
      assertThat(reader("keys_named").digest(connection, all)).isEqualTo(Digest.of(keys, all));
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
