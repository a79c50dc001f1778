package dev.plumbline.spark.lake;

import dev.plumbline.core.publish.Origin;
import dev.plumbline.core.publish.PublishTable.DataFile;
import dev.plumbline.spark.SparkFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A table as it was when it was asked for, whatever is committed afterwards. */
public final class LakeSnapshot {
  private final SparkSession spark;
  private final LakeTable lake;
  private final Table table;
  private final Snapshot snapshot;

  /**
   * @param table is not refreshed, so that it stays as it is
   */
  LakeSnapshot(SparkSession spark, LakeTable lake, Table table) {
    this.spark = spark;
    this.lake = lake;
    this.table = table;
    this.snapshot = lake.present(table);
  }

  /** The state's name; empty for a table into which nothing was ever written. */
  public Optional<Origin> origin() {
    return Optional.ofNullable(snapshot)
        .map(present -> new Origin(lake.name(), present.snapshotId()));
  }

  /** Its rows. Columns that came after the last rows are NULL in them. */
  Dataset<Row> rows() {
    return snapshot == null || !TableSchema.same(schema(snapshot), table.schema())
        ? lake.rows()
        : spark.read().option("snapshot-id", snapshot.snapshotId()).table(lake.sparkName());
  }

  /**
   * Names of columns that the table was given for rows which never came, as by a run that failed.
   * They are NULL in all of its rows, which is not what the source says.
   */
  public List<String> awaited() {
    if (snapshot == null) {
      return List.of();
    }
    Schema had = schema(snapshot);
    return table.schema().columns().stream()
        .filter(column -> had.findField(column.fieldId()) == null)
        .map(Types.NestedField::name)
        .toList();
  }

  /** How many rows it has: from its metadata, or counted where rows in its files are deleted. */
  public long rowCount() {
    if (snapshot == null) {
      return 0;
    }
    String counted = snapshot.summary().get(LakeTable.factName(LakeState.ROWS));
    if (counted != null) {
      return Long.parseLong(counted);
    }
    return number(SnapshotSummary.TOTAL_DELETE_FILES_PROP) == 0
        ? number(SnapshotSummary.TOTAL_RECORDS_PROP)
        : SparkFailures.call("count the rows of " + lake.name(), () -> rows().count());
  }

  /**
   * The table's own data files where they can be loaded by position as they are, otherwise Parquet
   * copies below the prefix.
   *
   * @param asBytes text columns that must be loaded as bytes, such as JSON
   * @param cutText bytes that the text of a column may have at most; longer text is cut to whole
   *     characters
   * @param stagePrefix {@code s3://} prefix of this table and run; nothing else may write there
   */
  public LakeFiles files(Set<String> asBytes, Map<String, Integer> cutText, String stagePrefix) {
    return asBytes.isEmpty() && cutText.isEmpty() && uniform()
        ? SparkFailures.call("list the files of " + lake.name(), this::ownFiles)
        : Staging.copy(spark, rows(), asBytes, cutText, stagePrefix);
  }

  /**
   * What has changed since an earlier state.
   *
   * @return empty where that is gone, was none of this table's, or had other columns
   */
  public Optional<LakeDifference> since(Origin earlier) {
    Snapshot before = table.snapshot(earlier.snapshotId());
    boolean known =
        before != null
            && snapshot != null
            && earlier.lakeTable().equals(lake.name())
            && TableSchema.same(schema(before), table.schema())
            && TableSchema.same(schema(snapshot), table.schema());
    return known
        ? LakeDifference.between(spark, lake, table, before.snapshotId(), snapshot.snapshotId())
        : Optional.empty();
  }

  private Schema schema(Snapshot of) {
    return schema(table, of);
  }

  /** The columns that a table had then. */
  static Schema schema(Table table, Snapshot of) {
    Integer id = of.schemaId();
    return id == null ? table.schema() : table.schemas().getOrDefault(id, table.schema());
  }

  /** All data files were written in the table's present shape, and no row in them is deleted. */
  private boolean uniform() {
    return snapshot == null
        || (Integer.valueOf(table.schema().schemaId()).equals(snapshot.schemaId())
            && number(SnapshotSummary.TOTAL_DELETE_FILES_PROP) == 0
            && number(SnapshotSummary.TOTAL_DATA_FILES_PROP)
                == number(SnapshotSummary.ADDED_FILES_PROP));
  }

  private LakeFiles ownFiles() throws Exception {
    List<DataFile> files = new ArrayList<>();
    long rows = 0;
    TableScan scan = table.newScan();
    try (CloseableIterable<FileScanTask> tasks =
        (snapshot == null ? scan : scan.useSnapshot(snapshot.snapshotId())).planFiles()) {
      for (FileScanTask task : tasks) {
        if (task.start() == 0) {
          files.add(new DataFile(task.file().location(), task.file().fileSizeInBytes()));
          rows += task.file().recordCount();
        }
      }
    }
    return new LakeFiles(files, rows, false);
  }

  private long number(String key) {
    return Long.parseLong(snapshot.summary().getOrDefault(key, "0"));
  }
}
