package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.SparkFailures;
import dev.plumbline.spark.digest.Identities;
import dev.plumbline.spark.digest.LakeKeys;
import dev.plumbline.spark.digest.WrittenRows;
import dev.plumbline.spark.lake.LakeParts;
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.spark.source.ReadDigest;
import dev.plumbline.spark.source.SourcePart;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * Rows of one table that were read from the source in parts, each part once, in data files that are
 * not part of bronze yet, with what the source said of them. A key that came in two parts counts as
 * the later part has it.
 *
 * <p>What else is worked out from them lies below a prefix of the table's own, so that the next
 * run, which is alone with the table, removes what a dead one left.
 */
final class FreshRows implements AutoCloseable {
  private static final String PART = "plumbline_part";
  private static final String RANK = "plumbline_rank";
  private static final String TIMES = "plumbline_times";

  private final JobContext context;
  private final SparkSession spark;
  private final BronzeStep step;
  private final TableSpec table;
  private final String prefix;
  private final LakeParts parts;
  private Instant at;
  private ReadDigest said;
  private boolean proven = true;
  private Optional<Boolean> twice = Optional.empty();
  private WrittenRows written;

  /**
   * @param step whose table has the columns of bronze
   */
  FreshRows(JobContext context, SparkSession spark, BronzeStep step) {
    this.context = context;
    this.spark = spark;
    this.step = step;
    this.table = step.table();
    this.said = ReadDigest.empty(step.form());
    this.prefix =
        context.stagedPrefix() + "/" + context.pipeline().name() + "/fresh/" + step.bronze().name();
    this.parts = step.bronze().parts();
    this.at = now();
  }

  private Instant now() {
    return context.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** When the rows are said to have come; no other rows of the run came then. */
  Instant at() {
    return at;
  }

  /** Reads a part. */
  void add(SourcePart part) {
    SparkFailures.run(
        "read rows of " + table.source(),
        () -> parts.add(part.stamped(step.run(), at, step.source())));
    Optional<ReadDigest> digest = part.digest().get();
    digest.ifPresent(one -> said = said.plus(one));
    proven &= digest.isPresent();
    twice = Optional.empty();
    written = null;
  }

  /** The rows as they are read back from their files, as often as they were read. */
  WrittenRows written() {
    if (written == null) {
      written = WrittenRows.of(parts.written(), step.digested());
    }
    return written;
  }

  /** The files in which the rows lie. */
  LakeParts parts() {
    return parts;
  }

  /** The rows, each key once. */
  Dataset<Row> rows() {
    if (!twice()) {
      return all().drop(PART);
    }
    Column[] key = key();
    Column latest =
        functions.row_number().over(Window.partitionBy(key).orderBy(functions.col(PART).desc()));
    return all().withColumn(RANK, latest).where(functions.col(RANK).equalTo(1)).drop(PART, RANK);
  }

  /** The rows as they were read: a key that came in two parts is there twice. */
  Dataset<Row> all() {
    return parts
        .rows(PART)
        .select(
            Stream.concat(Arrays.stream(MySqlSource.schema(table).fieldNames()), Stream.of(PART))
                .map(FreshRows::column)
                .toArray(Column[]::new));
  }

  /**
   * Keys of rows that come or go, each once.
   *
   * @param rows columns of the key in bronze's names and types
   * @param count how many
   * @param unread those among them under which no row was read
   */
  record Keys(Dataset<Row> rows, long count, long unread) {}

  /**
   * The keys of the rows together with further ones.
   *
   * @param further may name some of them too, and some of its own twice
   */
  Keys keys(Optional<Dataset<Row>> further) {
    Dataset<Row> come = all().select(key()).withColumn(TIMES, functions.lit(1L));
    Dataset<Row> marked =
        laid(
            "keys",
            further
                .map(keys -> come.unionByName(keys.withColumn(TIMES, functions.lit(0L))))
                .orElse(come)
                .groupBy(key())
                .agg(functions.sum(TIMES).as(TIMES)));
    Column times = functions.col(TIMES);
    Row counts =
        SparkFailures.call(
            "count keys of " + table.source(),
            () ->
                marked
                    .agg(
                        functions.count(functions.lit(1)),
                        functions.count(functions.when(times.equalTo(0), 1)),
                        functions.coalesce(functions.max(times), functions.lit(0L)))
                    .first());
    twice = Optional.of(counts.getLong(2) > 1);
    return new Keys(marked.drop(TIMES), counts.getLong(0), counts.getLong(1));
  }

  /** How many of other rows of the table are under keys of which no row was read. */
  long unread(Dataset<Row> others) {
    Dataset<Row> mine = all().select(key());
    Dataset<Row> unread = others.join(mine, same(others, mine), "left_anti");
    return SparkFailures.call("count rows of " + table.source(), unread::count);
  }

  /** The keys of other rows of the table together with those of these, each once. */
  Dataset<Row> keysWith(Dataset<Row> others) {
    Dataset<Row> keys = others.select(key());
    if (parts.rows() == 0) {
      return keys;
    }
    Dataset<Row> mine = mine();
    return keys.join(mine, same(keys, mine), "left_anti").unionByName(mine);
  }

  private Dataset<Row> mine() {
    return laid("mine", all().select(key()).distinct());
  }

  /** Other rows of the table after these have come in place of those under their keys. */
  Dataset<Row> over(Dataset<Row> others) {
    Dataset<Row> present =
        others.select(
            Arrays.stream(MySqlSource.schema(table).fieldNames())
                .map(FreshRows::column)
                .toArray(Column[]::new));
    if (parts.rows() == 0) {
      return present;
    }
    Dataset<Row> mine = mine();
    return present.join(mine, same(present, mine), "left_anti").unionByName(rows());
  }

  private Column same(Dataset<Row> one, Dataset<Row> other) {
    Column same = functions.lit(true);
    for (String name : table.key()) {
      String quoted = "`" + name.replace("`", "``") + "`";
      same = same.and(one.col(quoted).eqNullSafe(other.col(quoted)));
    }
    return same;
  }

  /**
   * The same rows, worked out once.
   *
   * @param name of no others of this reading
   */
  Dataset<Row> laid(String name, Dataset<Row> rows) {
    String place = prefix + "/" + name;
    SparkFailures.run(
        "lay down rows of " + table.source(),
        () -> rows.write().mode(SaveMode.Overwrite).parquet(place));
    return spark.read().schema(rows.schema()).parquet(place);
  }

  /**
   * Keys, each once.
   *
   * @param name of no others of this reading
   */
  Dataset<Row> laid(String name, LakeKeys lakeKeys, Iterable<List<RowKey>> keys) {
    return SparkFailures.call(
        "lay down keys of " + table.source(), () -> lakeKeys.laid(keys, prefix + "/" + name));
  }

  /** The same of keys that are in memory. */
  Dataset<Row> laid(String name, LakeKeys lakeKeys, Identities keys) {
    return laid(name, lakeKeys, keys.keys(KeyFile.PER_BATCH));
  }

  /** Keys of the table's rows, where they may be in memory all at once. */
  Optional<Identities> few(KeyFile keys) {
    return keys.few(step.bronze(), step.keyForm());
  }

  /** How many rows were read. */
  long read() {
    return parts.rows();
  }

  /** Whether a key was read more than once. */
  boolean twice() {
    if (twice.isEmpty()) {
      keys(Optional.empty());
    }
    return twice.get();
  }

  /** What the source said of all that was read; empty where it said nothing of a part. */
  Optional<ReadDigest> said() {
    return proven && said.digest().unhashed() == 0 ? Optional.of(said) : Optional.empty();
  }

  private Column[] key() {
    return table.key().stream().map(FreshRows::column).toArray(Column[]::new);
  }

  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** Forgets what was read, for another reading. */
  void clear() {
    close();
    at = now();
    said = ReadDigest.empty(step.form());
    proven = true;
    twice = Optional.empty();
    written = null;
  }

  /** Removes what was written and is not part of bronze. */
  @Override
  public void close() {
    parts.close();
    context.store().deleteBelow(prefix);
  }
}
