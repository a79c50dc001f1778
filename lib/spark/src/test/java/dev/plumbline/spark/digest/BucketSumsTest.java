package dev.plumbline.spark.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.form.CanonicalBytes;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowDigester;
import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.spark.TestSpark;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;

/** Sums of bytes against the same row by row, value by value. */
class BucketSumsTest {
  private static final SparkSession SPARK = TestSpark.session();
  private static final Dataset<Row> ROWS =
      SPARK.sql(
          "SELECT id - 40 AS id, CAST(id % 7 AS INT) AS part,"
              + " IF(id % 3 = 0, NULL, CONCAT('é|', id)) AS text,"
              + " CASE WHEN id % 5 = 0 THEN NULL WHEN id % 5 = 1 THEN -0.0D ELSE id / 3 END AS real,"
              + " CAST(id / 8 AS FLOAT) AS small,"
              + " CONCAT('{\"b\": ', id, ', \"a\": null}') AS json"
              + " FROM range(90)"
              + " UNION ALL SELECT NULL, 1, 'no key', 1.5D, CAST('NaN' AS FLOAT), '[]'");

  private static final List<Bucketing> BUCKETINGS =
      List.of(
          new Bucketing.ByRange(BigInteger.TEN),
          new Bucketing.ByRange(BigInteger.TWO.pow(70)),
          new Bucketing.ByKeyHash(7),
          new Bucketing.ByRowHash(5));

  @Test
  void aBucketHoldsTheSumsOfItsRows() {
    for (DigestStrength strength : DigestStrength.ofStores()) {
      TableForm form = form("id").withStrength(strength);
      for (Bucketing bucketing : BUCKETINGS) {
        assertThat(sums(form, bucketing))
            .as("%s %s", strength, bucketing)
            .isEqualTo(rowByRow(form, bucketing));
      }
    }
  }

  @Test
  void aKeyMayHaveSeveralColumnsOrBeMissing() {
    TableForm composite = form("part", "text");
    assertThat(sums(composite, new Bucketing.ByKeyHash(7)))
        .isEqualTo(rowByRow(composite, new Bucketing.ByKeyHash(7)));
    TableForm none = form();
    assertThat(sums(none, new Bucketing.ByRowHash(7)))
        .isEqualTo(rowByRow(none, new Bucketing.ByRowHash(7)));
  }

  @Test
  void keysOfAnIntFallIntoTheSameSpans() {
    TableForm form =
        TableForm.of(List.of(DigestColumn.of("part", CanonicalForm.INTEGER, 20)), List.of("part"));
    Bucketing bucketing = new Bucketing.ByRange(BigInteger.valueOf(3));
    assertThat(sums(form, bucketing).values().stream().mapToLong(BucketSum::rows).sum())
        .isEqualTo(91);
    assertThat(sums(form, bucketing).keySet())
        .containsExactlyInAnyOrder(BigInteger.ZERO, BigInteger.valueOf(3), BigInteger.valueOf(6));
  }

  private static TableForm form(String... key) {
    return TableForm.of(
        List.of(
            DigestColumn.of("id", CanonicalForm.INTEGER, 20),
            DigestColumn.of("part", CanonicalForm.INTEGER, 20),
            DigestColumn.of("text", CanonicalForm.TEXT, 400),
            DigestColumn.of("real", CanonicalForm.FLOAT64, 30),
            DigestColumn.of("small", CanonicalForm.FLOAT32, 30),
            DigestColumn.of("json", CanonicalForm.JSON, 1_000)),
        List.of(key));
  }

  private static InternalRow[] rows(TableForm form) {
    return LakeDigest.compared(ROWS, form).queryExecution().executedPlan().executeCollect();
  }

  private static Map<BigInteger, BucketSum> sums(TableForm form, Bucketing bucketing) {
    BucketSums sums = new BucketSums(form, LakeDigest.compared(ROWS, form).schema(), bucketing);
    Arrays.stream(rows(form)).forEach(sums::add);
    Map<BigInteger, BucketSum> found = new HashMap<>();
    sums.sums().forEachRemaining(sum -> found.put(sum._1(), sum._2()));
    return found;
  }

  private static Map<BigInteger, BucketSum> rowByRow(TableForm form, Bucketing bucketing) {
    CanonicalRow canonical = new CanonicalRow(form, LakeDigest.compared(ROWS, form).schema());
    RowDigester digester = new RowDigester(form);
    Map<BigInteger, BucketSum> sums = new HashMap<>();
    for (InternalRow row : rows(form)) {
      List<String> values = canonical.values(row);
      sums.merge(
          digester.bucket(values, bucketing),
          new BucketSum(1, lanes(digester.digest(values).digest(), form.strength())),
          BucketSum::plus);
    }
    return sums;
  }

  /** A digest is the stores' hash and then the tool's. */
  private static ArrayList<BigInteger> lanes(String digest, DigestStrength strength) {
    int half = digest.length() / 2;
    ArrayList<BigInteger> lanes = new ArrayList<>();
    for (String hash : List.of(digest.substring(0, half), digest.substring(half))) {
      for (int lane = 0; lane < strength.lanes(); lane++) {
        lanes.add(CanonicalBytes.lane(hash, lane));
      }
    }
    return lanes;
  }
}
