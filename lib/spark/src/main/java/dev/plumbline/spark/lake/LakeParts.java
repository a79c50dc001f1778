package dev.plumbline.spark.lake;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.BaseFileScanTask;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.PartitionSpecParser;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.ResidualEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows that lie in data files of a table and are not part of it yet, written part by part. Files
 * that no draft has taken are removed at the end.
 */
public final class LakeParts implements AutoCloseable {
  private final SparkSession spark;
  private final Table table;
  private final ChosenFiles chosen;
  private final List<List<DataFile>> parts = new ArrayList<>();
  private boolean taken;

  LakeParts(SparkSession spark, LakeTable lake) {
    this.spark = spark;
    this.table = lake.load();
    this.chosen = new ChosenFiles(spark, lake, table);
  }

  /** Writes the next part. */
  public void add(LakeRows.Writer writer) {
    parts.add(writer.write(table));
  }

  /** How many parts there are. */
  public int count() {
    return parts.size();
  }

  /** How many rows there are. */
  public long rows() {
    return files().stream().mapToLong(DataFile::recordCount).sum();
  }

  /** Whether the table can have the files as they are; otherwise their rows are written again. */
  public boolean fit() {
    return LakeDraft.writesFiles(table);
  }

  /** Whether a part has no row. */
  public boolean isEmpty(int part) {
    return parts.get(part).isEmpty();
  }

  /** The rows of a part that has some, in the table's columns. */
  public Dataset<Row> rows(int part) {
    return chosen.read(parts.get(part).stream().map(this::task).toList());
  }

  private FileScanTask task(DataFile file) {
    return new BaseFileScanTask(
        file,
        new DeleteFile[0],
        SchemaParser.toJson(table.schema()),
        PartitionSpecParser.toJson(PartitionSpec.unpartitioned()),
        ResidualEvaluator.unpartitioned(Expressions.alwaysTrue()));
  }

  /** The files of all parts, to be read where they lie. */
  public LakeDraftFiles written() {
    return new LakeDraftFiles(spark, table, files());
  }

  private List<DataFile> files() {
    return parts.stream().flatMap(List::stream).toList();
  }

  /** The files, which are a draft's from here on. */
  List<DataFile> take() {
    taken = true;
    return files();
  }

  @Override
  public void close() {
    chosen.close();
    if (!taken) {
      files().forEach(file -> table.io().deleteFile(file.location()));
    }
    parts.clear();
    taken = false;
  }
}
