package dev.plumbline.spark.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.ScanTaskSetManager;
import org.apache.iceberg.spark.SparkReadOptions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads just some files of a table, as their deletes leave them, part of it or not. */
final class ChosenFiles implements AutoCloseable {
  private final SparkSession spark;
  private final LakeTable lake;
  private final Table table;
  private final List<String> sets = new ArrayList<>();

  ChosenFiles(SparkSession spark, LakeTable lake, Table table) {
    this.spark = spark;
    this.lake = lake;
    this.table = table;
  }

  /**
   * The rows of some files, until this is closed.
   *
   * @param tasks at least one
   */
  Dataset<Row> read(List<FileScanTask> tasks) {
    String set = "plumbline-" + UUID.randomUUID();
    ScanTaskSetManager.get().stageTasks(table, set, tasks);
    sets.add(set);
    return spark.read().option(SparkReadOptions.SCAN_TASK_SET_ID, set).table(lake.sparkName());
  }

  /** Forgets which files were to be read. */
  @Override
  public void close() {
    sets.forEach(set -> ScanTaskSetManager.get().removeTasks(table, set));
    sets.clear();
  }
}
