package dev.plumbline.jobs.stage;

import dev.plumbline.core.publish.PublishColumns;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.digest.LakeKeys;
import dev.plumbline.spark.lake.LakeFiles;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.stores.digest.DigestSql;
import dev.plumbline.stores.mysql.MySqlDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Rows under some keys of one table, laid down as Parquet files below a prefix of this run, so that
 * neither keys nor rows are in memory all at once.
 */
final class KeyedCopies {
  private final JobContext context;
  private final SparkSession spark;
  private final TableSpec table;
  private final LakeKeys lakeKeys;
  private final String prefix;
  private final Dataset<Row> keys;

  /**
   * @param name of the copy that is repaired; no other of this run has it
   * @param lakeKeys of the table's form
   * @param files the keys
   */
  KeyedCopies(
      JobContext context,
      SparkSession spark,
      TableSpec table,
      String name,
      LakeKeys lakeKeys,
      List<KeyFile> files) {
    this.context = context;
    this.spark = spark;
    this.table = table;
    this.lakeKeys = lakeKeys;
    this.prefix =
        String.join(
            "/",
            context.stagedPrefix(),
            context.pipeline().name(),
            "files",
            context.runId().value(),
            "refill-" + name);
    this.keys =
        lakeKeys.laid(
            () ->
                files.stream()
                    .flatMap(file -> StreamSupport.stream(file.batches().spliterator(), false))
                    .iterator(),
            prefix + "/keys");
  }

  /** The rows of the source, read by statements of a few keys each. */
  Dataset<Row> ofSource(MySqlSource source, DigestSql sql, KeyFile file) {
    String columns = MySqlDialect.projections(table.columns());
    String place = prefix + "/source";
    for (List<RowKey> wave : file.batches()) {
      Dataset<Row> rows = source.rows(table, sql.exactlyInParts(columns, wave));
      lakeKeys.among(rows, keys).write().mode(SaveMode.Append).parquet(place);
    }
    return spark
        .read()
        .schema(MySqlSource.schema(table))
        .parquet(place)
        // A key that two statements asked for, in two spellings, came twice.
        .dropDuplicates(table.key().toArray(String[]::new));
  }

  /** How many keys there are. */
  long count() {
    return keys.count();
  }

  /** The keys, each once, so many at a time as may be in memory. */
  Iterable<List<RowKey>> waves() {
    return KeyFile.inBatches(
        () ->
            StreamSupport.stream(
                    Spliterators.spliteratorUnknownSize(
                        keys.toLocalIterator(), Spliterator.IMMUTABLE),
                    false)
                .map(KeyedCopies::key)
                .iterator());
  }

  private static RowKey key(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      values.add(row.getString(i));
    }
    return new RowKey(values);
  }

  /** The keys as the lake has them; where that takes no look at its rows, also those of none. */
  Dataset<Row> keysAsIn(LakeTable lake) {
    return lakeKeys.typed(keys, lake.rowsNow().schema()).orElseGet(() -> keysOf(lake));
  }

  /** The keys of the lake's own rows, as the lake has them. */
  Dataset<Row> keysOf(LakeTable lake) {
    Column[] key =
        table.key().stream()
            .map(name -> functions.col("`" + name.replace("`", "``") + "`"))
            .toArray(Column[]::new);
    Dataset<Row> rows = lake.rowsNow();
    Dataset<Row> gone = lakeKeys.among(rows, keys).select(key).distinct();
    gone.write().mode(SaveMode.Overwrite).parquet(prefix + "/gone");
    return spark.read().schema(gone.schema()).parquet(prefix + "/gone");
  }

  /** The lake's rows as files to load. */
  LakeFiles filesOf(LakeTable lake) {
    LakeFiles files =
        lake.copies(
            lakeKeys.among(lake.rowsNow(), keys),
            PublishColumns.textLoadedAsBytes(table),
            PublishColumns.cutText(table),
            prefix + "/files");
    return files.rows() == 0 ? new LakeFiles(List.of(), 0, true) : files;
  }

  /** Removes what was laid down. */
  void remove() {
    context.store().deleteBelow(prefix);
  }
}
