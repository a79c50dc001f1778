package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.reconcile.measure.RowDigester;
import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Bucketing.ByRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Sums the digests of Spark's own rows bucket by bucket as they pass. Not thread-safe. */
final class BucketSums {
  private final DigestWriter writer;
  private final Place place;
  private final DigestSum none;
  private final Map<BigInteger, DigestSum> sums = new HashMap<>();

  /** Says into which bucket a row falls; null for a numeric key that is NULL. */
  private interface Place {
    BigInteger of(InternalRow row);
  }

  /**
   * @param schema has the compared columns of the form, in its order
   */
  BucketSums(TableForm form, StructType schema, Bucketing bucketing) {
    this.writer = new DigestWriter(form, schema);
    this.place = place(form, schema, bucketing);
    this.none = new DigestSum(form);
  }

  void add(InternalRow row) {
    writer.add(row, sums.computeIfAbsent(place.of(row), bucket -> none.another()));
  }

  /** The buckets that have rows. */
  Iterator<Tuple2<BigInteger, BucketSum>> sums() {
    return sums.entrySet().stream()
        .map(
            entry -> {
              DigestSum sum = entry.getValue();
              return new Tuple2<>(
                  entry.getKey(), new BucketSum(sum.rows(), new ArrayList<>(sum.lanes())));
            })
        .iterator();
  }

  private static Place place(TableForm form, StructType schema, Bucketing bucketing) {
    if (bucketing instanceof ByRange range && range.width().bitLength() < Long.SIZE) {
      int column = form.compared().indexOf(form.keyColumns().get(0));
      DataType type = schema.fields()[column].dataType();
      if (type instanceof LongType || type instanceof IntegerType) {
        return new Spans(column, type instanceof LongType, range.width().longValueExact());
      }
    }
    RowDigester digester = new RowDigester(form);
    CanonicalRow canonical = new CanonicalRow(form, schema);
    return row -> digester.bucket(canonical.values(row), bucketing);
  }

  /** Spans of a whole number, as {@link ByRange#bucket} has them. */
  private static final class Spans implements Place {
    private final int column;
    private final boolean wide;
    private final long width;

    /** Rows of one bucket mostly follow each other. */
    private BigInteger latest = BigInteger.ZERO;

    private long number;

    Spans(int column, boolean wide, long width) {
      this.column = column;
      this.wide = wide;
      this.width = width;
    }

    @Override
    public BigInteger of(InternalRow row) {
      if (row.isNullAt(column)) {
        return null;
      }
      long key = wide ? row.getLong(column) : row.getInt(column);
      long bucket = key - key % width;
      if (bucket != number) {
        number = bucket;
        latest = BigInteger.valueOf(bucket);
      }
      return latest;
    }
  }
}
