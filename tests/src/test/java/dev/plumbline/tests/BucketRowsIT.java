package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.reconcile.plan.Bucketing.ByRange;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.stores.digest.JdbcSide;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows of few buckets are looked for one by one, of many in one pass; they are the same rows. */
@ExtendWith(SandboxExtension.class)
class BucketRowsIT {
  private static final ByRange BUCKETS = new ByRange(BigInteger.valueOf(4));
  private static final List<Long> IDS =
      LongStream.range(-100, 300).filter(id -> id % 7 != 0).boxed().toList();
  private static final Chunk CHUNK =
      new Chunk(0, new KeyRange(BigInteger.valueOf(-90), BigInteger.valueOf(250)), BUCKETS);

  private static ComparedPairs pair;

  @BeforeAll
  static void fill(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement source = aurora.createStatement()) {
      source.execute("CREATE DATABASE bucket_rows");
      source.execute("CREATE TABLE bucket_rows.t (id int PRIMARY KEY)");
      source.execute(
          "INSERT INTO bucket_rows.t VALUES "
              + String.join(", ", IDS.stream().map(id -> "(" + id + ")").toList()));
    }
    sandbox.control().awaitReplica();
    pair = new ComparedPairs(sandbox, "bucket_rows", "t", Map.of("id", "int"), List.of("id"));
  }

  @Test
  void everyBucketGivesItsRowsOnce() {
    List<BigInteger> every =
        new TreeSet<>(IDS.stream().map(BucketRowsIT::bucket).toList()).stream().toList();
    List<BigInteger> few = List.of(every.get(3), every.get(40), every.get(90));
    assertThat(BUCKETS.manyOf(every)).isTrue();
    assertThat(BUCKETS.manyOf(few)).isFalse();
    List<BigInteger> most = every.stream().filter(bucket -> !few.contains(bucket)).toList();
    for (JdbcSide side : List.of(pair.source(pair.form), pair.replica(pair.form))) {
      for (List<BigInteger> wanted : List.of(every, most, few, every.subList(0, 1))) {
        assertThat(rows(side, wanted))
            .containsExactlyInAnyOrderElementsOf(
                IDS.stream()
                    .filter(id -> CHUNK.range().contains(BigInteger.valueOf(id)))
                    .filter(id -> wanted.contains(bucket(id)))
                    .map(id -> Long.toString(id))
                    .toList());
      }
    }
  }

  private static BigInteger bucket(long id) {
    return BUCKETS.bucket(BigInteger.valueOf(id));
  }

  private static List<String> rows(JdbcSide side, List<BigInteger> buckets) {
    List<String> keys = new ArrayList<>();
    try (ComparedStore store = side.open()) {
      store.rows(CHUNK, buckets, row -> keys.add(row.key().values().get(0)));
    }
    return keys;
  }
}
