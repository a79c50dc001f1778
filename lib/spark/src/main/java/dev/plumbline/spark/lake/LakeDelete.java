package dev.plumbline.spark.lake;

import dev.plumbline.spark.SparkFailures;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Deletes rows by files that name their positions, one for each data file, so that a few rows
 * scattered over a large table do not have it written again. Where the rows lie is known already;
 * nothing of the table is read.
 */
final class LakeDelete {
  private static final String FILE = "_plumbline_file";
  private static final String POSITION = "_plumbline_position";

  private final SparkSession spark;
  private final LakeTable table;
  private final String branch;

  LakeDelete(SparkSession spark, LakeTable table, String branch) {
    this.spark = spark;
    this.table = table;
    this.branch = branch;
  }

  /** Rows of a table with where each of them lies. */
  static Dataset<Row> placed(Dataset<Row> rows) {
    return rows.select(
        functions.col("*"), functions.col("_file").as(FILE), functions.col("_pos").as(POSITION));
  }

  /**
   * Deletes on the branch, in one commit; without rows there is none.
   *
   * @param rows with where each of them lies
   */
  void run(Dataset<Row> rows) {
    SparkFailures.run(
        "delete rows of " + table.name(),
        () -> {
          Table loaded = table.load();
          List<DeleteFile> files = write(loaded, rows);
          if (!files.isEmpty()) {
            RowDelta change = loaded.newRowDelta().toBranch(branch);
            files.forEach(change::addDeletes);
            change.commit();
          }
        });
  }

  private List<DeleteFile> write(Table loaded, Dataset<Row> rows) throws IOException {
    Column file = functions.col(FILE);
    Dataset<Row> places =
        rows.select(file, functions.col(POSITION))
            .repartition(file)
            .sortWithinPartitions(file, functions.col(POSITION));
    Map<String, DataFile> partitions = partitions(loaded);
    return FileJob.run(
        spark,
        loaded,
        "delete rows of " + table.name(),
        (context, shared, operation) ->
            places.toJavaRDD().mapPartitions(new Part(shared, partitions, operation)));
  }

  /**
   * The data files by location, where they lie in partitions: a delete lies in that of its file.
   */
  private Map<String, DataFile> partitions(Table loaded) throws IOException {
    Map<String, DataFile> files = new HashMap<>();
    if (loaded.specs().values().stream().allMatch(PartitionSpec::isUnpartitioned)) {
      return files;
    }
    try (CloseableIterable<FileScanTask> tasks = loaded.newScan().useRef(branch).planFiles()) {
      tasks.forEach(task -> files.put(task.file().location(), task.file().copyWithoutStats()));
    }
    return files;
  }

  /** What a task does with its places, which are in order. */
  private record Part(Broadcast<Table> table, Map<String, DataFile> partitions, String operation)
      implements FlatMapFunction<Iterator<Row>, DeleteFile> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<DeleteFile> call(Iterator<Row> places) throws IOException {
      TaskContext task = TaskContext.get();
      try (PositionDeletes deletes = new PositionDeletes(table.value(), task, operation)) {
        while (places.hasNext()) {
          if (task.isInterrupted()) {
            task.killTaskIfInterrupted();
          }
          Row place = places.next();
          String file = place.getString(0);
          deletes.add(file, place.getLong(1), partitions.get(file));
        }
        return deletes.finish().iterator();
      }
    }
  }
}
