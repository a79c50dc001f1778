package dev.plumbline.spark.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.spark.TestSpark;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeTable;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
  private static final SparkSession SPARK = TestSpark.session();
  private static final Table TABLE = table();
  private static final TableForm NUMBER =
      TableForm.of(List.of(DigestColumn.of("id", CanonicalForm.INTEGER, 20)), List.of("id"));
  private static final TableForm TEXT =
      TableForm.of(List.of(DigestColumn.of("word", CanonicalForm.TEXT, 20)), List.of("word"));

  private static Table table() {
    LakeTable table = new Lake(SPARK).table("identities.keys");
    table.replace(SPARK.sql("SELECT 1L AS id, 'a' AS word"), new RunId("a"));
    return table.present().table();
  }

  @Test
  void eachKeyIsThereOnceAndNumbersAreInOrder() {
    RowKey none = new RowKey(Collections.singletonList(null));
    Identities numbers =
        Identities.of(
                TABLE,
                NUMBER,
                List.of(
                    List.of(RowKey.of("7"), none, RowKey.of("-3"), RowKey.of("7")),
                    List.of(RowKey.of("12"), RowKey.of("0"), RowKey.of("12"), none)))
            .orElseThrow();

    assertThat(numbers.size()).isEqualTo(5);
    assertThat(numbers.keys(2))
        .containsExactly(
            List.of(RowKey.of("-3"), RowKey.of("0")),
            List.of(RowKey.of("7"), RowKey.of("12")),
            List.of(none));

    Identities words =
        Identities.of(
                TABLE,
                TEXT,
                List.of(
                    List.of(RowKey.of("b"), RowKey.of("7")),
                    List.of(RowKey.of("b"), RowKey.of("B"))))
            .orElseThrow();
    assertThat(words.keys(9))
        .containsExactly(List.of(RowKey.of("b"), RowKey.of("7"), RowKey.of("B")));
  }

  @Test
  void moreThanMayBeInMemoryAreForSpark() {
    assertThat(Identities.of(TABLE, NUMBER, numbers(Identities.MOST))).isPresent();
    assertThat(Identities.of(TABLE, NUMBER, numbers(Identities.MOST + 1))).isEmpty();
    assertThat(Identities.of(TABLE, TEXT, words(15))).isPresent();
    assertThat(Identities.of(TABLE, TEXT, words(17))).isEmpty();
  }

  private static Iterable<List<RowKey>> numbers(int count) {
    Stream<List<RowKey>> parts =
        IntStream.rangeClosed(0, count / 100_000)
            .mapToObj(
                part ->
                    IntStream.range(part * 100_000, Math.min(count, (part + 1) * 100_000))
                        .mapToObj(number -> RowKey.of(Integer.toString(number)))
                        .toList());
    return parts::iterator;
  }

  /** Of two megabytes each. */
  private static Iterable<List<RowKey>> words(int count) {
    Stream<List<RowKey>> parts =
        IntStream.range(0, count).mapToObj(word -> List.of(RowKey.of(word + "x".repeat(2 << 20))));
    return parts::iterator;
  }
}
