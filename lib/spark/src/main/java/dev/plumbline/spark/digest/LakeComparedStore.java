package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.BucketDigest;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.reconcile.measure.RowDigest;
import dev.plumbline.core.reconcile.measure.RowDigester;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.measure.RowValues;
import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyBounds;
import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.spark.SparkFailures;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * One state of a lake table, digested on the executors. What comes to the driver is a sum per
 * bucket, and the rows of few buckets.
 */
final class LakeComparedStore implements ComparedStore {
  private final String name;
  private final TableForm form;
  private final Dataset<Row> rows;

  /**
   * @param name what a failure's message calls the rows
   */
  LakeComparedStore(String name, Supplier<Dataset<Row>> rows, TableForm form) {
    this.name = name;
    this.form = form;
    this.rows = call(() -> fitting(LakeDigest.compared(rows.get(), form), form));
  }

  /** Columns of a number in the type in which their form is digested; others as they are. */
  private static Dataset<Row> fitting(Dataset<Row> rows, TableForm form) {
    List<Column> columns = new ArrayList<>();
    boolean all = true;
    for (int i = 0; i < form.compared().size(); i++) {
      DigestColumn column = form.compared().get(i);
      DataType type = rows.schema().fields()[i].dataType();
      Column value = LakeDigest.column(column.name());
      Optional<DataType> other = fitting(column.form(), type);
      all &= other.isEmpty();
      boolean flag = type.equals(DataTypes.BooleanType);
      columns.add(
          other
              .map(fits -> (flag ? value.cast("int") : value).cast(fits).as(column.name()))
              .orElse(value));
    }
    return all ? rows : rows.select(columns.toArray(Column[]::new));
  }

  /** The type that is digested where the column has another; empty where it fits. */
  private static Optional<DataType> fitting(CanonicalForm form, DataType type) {
    boolean whole =
        type.equals(DataTypes.BooleanType)
            || type.equals(DataTypes.ByteType)
            || type.equals(DataTypes.ShortType)
            || type.equals(DataTypes.IntegerType)
            || type.equals(DataTypes.LongType);
    return switch (form) {
      case DECIMAL -> whole ? Optional.of(DataTypes.createDecimalType(38, 0)) : Optional.empty();
      case FLOAT32 ->
          type.equals(DataTypes.FloatType) ? Optional.empty() : Optional.of(DataTypes.FloatType);
      case FLOAT64 ->
          type.equals(DataTypes.DoubleType) ? Optional.empty() : Optional.of(DataTypes.DoubleType);
      default -> Optional.empty();
    };
  }

  private Column key() {
    return LakeDigest.column(form.keyColumns().get(0).name());
  }

  @Override
  public KeyBounds bounds() {
    if (!form.numericKey()) {
      return KeyBounds.rows(call(rows::count));
    }
    Row bounds =
        call(
            () ->
                rows.agg(
                        functions.count(functions.lit(1)),
                        functions.min(key()).cast("decimal(38,0)"),
                        functions.max(key()).cast("decimal(38,0)"))
                    .first());
    return new KeyBounds(
        bounds.getLong(0), integer(bounds.getDecimal(1)), integer(bounds.getDecimal(2)));
  }

  private static BigInteger integer(BigDecimal value) {
    return value == null ? null : value.toBigIntegerExact();
  }

  @Override
  public List<BigInteger> boundaries(long chunkRows) {
    long count = call(rows::count);
    int parts = (int) Math.min(10_000, count / Math.max(1, chunkRows));
    if (parts < 1) {
      return List.of();
    }
    double[] at = new double[parts];
    for (int i = 0; i < parts; i++) {
      at[i] = (i + 1.0) / (parts + 1);
    }
    // Cuts need not be exact: rows are compared whatever chunk they fall into.
    double[] cuts =
        call(
            () ->
                rows.select(key().cast("double").as("k"))
                    .stat()
                    .approxQuantile("k", at, 0.5 / (parts + 1)));
    List<BigInteger> starts = new ArrayList<>();
    for (double cut : cuts) {
      BigInteger start = BigDecimal.valueOf(cut).toBigInteger();
      if (starts.isEmpty() || start.compareTo(starts.get(starts.size() - 1)) > 0) {
        starts.add(start);
      }
    }
    return starts;
  }

  @Override
  public List<BucketDigest> digests(Chunk chunk, int maxBuckets) {
    Dataset<Row> within = within(chunk.range());
    StructType schema = within.schema();
    TableForm table = form;
    Bucketing bucketing = chunk.bucketing();
    FlatMapFunction<Iterator<InternalRow>, Tuple2<BigInteger, BucketSum>> digest =
        partition -> {
          BucketSums sums = new BucketSums(table, schema, bucketing);
          partition.forEachRemaining(sums::add);
          return sums.sums();
        };
    List<BucketDigest> digests = new ArrayList<>();
    call(() ->
            LakeDigest.internal(within)
                .mapPartitions(digest)
                .mapToPair(sum -> sum)
                .reduceByKey(BucketSum::plus)
                .take(maxBuckets + 1))
        .forEach(sum -> digests.add(sum._2().digest(sum._1())));
    return digests;
  }

  @Override
  public void rows(Chunk chunk, Collection<BigInteger> buckets, Consumer<RowDigest> sink) {
    Set<BigInteger> wanted = new HashSet<>(buckets);
    Bucketing bucketing = chunk.bucketing();
    each(
        within(span(chunk, wanted)),
        (digester, values) ->
            wanted.contains(digester.bucket(values, bucketing)) ? digester.digest(values) : null,
        found -> sink.accept((RowDigest) found));
  }

  private static KeyRange span(Chunk chunk, Set<BigInteger> buckets) {
    return chunk.bucketing() instanceof Bucketing.ByRange range
            && !buckets.isEmpty()
            && !buckets.contains(null)
        ? range.span(buckets).intersect(chunk.range())
        : chunk.range();
  }

  @Override
  public List<RowDigest> rowsOf(Collection<RowKey> keys) {
    Set<RowKey> wanted = new HashSet<>(keys);
    List<RowDigest> found = new ArrayList<>();
    each(
        having(keys),
        (digester, values) -> {
          RowDigest row = digester.digest(values);
          return wanted.contains(row.key()) ? row : null;
        },
        row -> found.add((RowDigest) row));
    return found;
  }

  @Override
  public List<RowValues> valuesOf(Collection<RowKey> keys) {
    Set<RowKey> wanted = new HashSet<>(keys);
    List<RowValues> found = new ArrayList<>();
    each(
        having(keys),
        (digester, values) -> {
          RowKey key = digester.digest(values).key();
          return wanted.contains(key) ? new RowValues(key, values) : null;
        },
        row -> found.add((RowValues) row));
    return found;
  }

  /**
   * Streams to the driver what the executors make of the rows; null leaves a row out. As many
   * partitions as are read at once are held at once, however many there are.
   */
  private void each(Dataset<Row> from, RowWork work, Consumer<Object> sink) {
    CanonicalRow canonical = new CanonicalRow(form, from.schema());
    TableForm table = form;
    FlatMapFunction<Iterator<InternalRow>, Object> map =
        partition -> {
          RowDigester digester = new RowDigester(table);
          List<Object> made = new ArrayList<>();
          while (partition.hasNext()) {
            Object one = work.of(digester, canonical.values(partition.next()));
            if (one != null) {
              made.add(one);
            }
          }
          return made.iterator();
        };
    call(
        () -> {
          JavaRDD<Object> made = LakeDigest.internal(from).mapPartitions(map);
          int partitions = made.getNumPartitions();
          int wave = Math.max(1, made.context().defaultParallelism());
          for (int first = 0; first < partitions; first += wave) {
            int[] some = IntStream.range(first, Math.min(first + wave, partitions)).toArray();
            for (List<Object> one : made.collectPartitions(some)) {
              one.forEach(sink);
            }
          }
          return null;
        });
  }

  private Dataset<Row> within(KeyRange range) {
    if (range.isAll()) {
      return rows;
    }
    Column condition = functions.lit(true);
    if (range.from() != null) {
      condition = condition.and(key().geq(literal(range.from())));
    }
    if (range.until() != null) {
      condition = condition.and(key().lt(literal(range.until())));
    }
    return rows.where(range.from() == null ? condition.or(key().isNull()) : condition);
  }

  /** Rows among which those keys are: a numeric key prunes files, of others all rows are read. */
  private Dataset<Row> having(Collection<RowKey> keys) {
    if (!form.numericKey()) {
      return rows;
    }
    Object[] values =
        keys.stream()
            .map(key -> key.values().get(0))
            .filter(value -> value != null)
            .map(value -> literal(new BigInteger(value)))
            .toArray();
    Column condition = key().isin(values);
    boolean nulls = keys.stream().anyMatch(key -> key.values().get(0) == null);
    return rows.where(nulls ? condition.or(key().isNull()) : condition);
  }

  private static Object literal(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValueExact() : new BigDecimal(value);
  }

  private <T> T call(java.util.concurrent.Callable<T> work) {
    return SparkFailures.call("compare " + name, work);
  }

  /** Nothing is held open. */
  @Override
  public void close() {}

  /** What an executor makes of a row. */
  @FunctionalInterface
  private interface RowWork extends java.io.Serializable {
    Object of(RowDigester digester, List<String> values);
  }
}
