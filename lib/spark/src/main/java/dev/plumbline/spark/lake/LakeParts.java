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
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that lie in data files of a table and are not part of it yet, written part by part. Files
 * that no draft has taken are removed at the end.
 */
public final class LakeParts implements AutoCloseable {
  private static final String FILE = "_plumbline_file";

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

  /** How many rows there are. */
  public long rows() {
    return files().stream().mapToLong(DataFile::recordCount).sum();
  }

  /** Whether the table can have the files as they are; otherwise their rows are written again. */
  public boolean fit() {
    return LakeDraft.writesFiles(table);
  }

  /**
   * The rows, in the table's columns, and one further column.
   *
   * @param part the further column's name: in which part a row came, counted from 0
   */
  public Dataset<Row> rows(String part) {
    List<FileScanTask> tasks = tasks();
    if (tasks.isEmpty()) {
      StructType none = SparkSchemaUtil.convert(table.schema()).add(part, DataTypes.IntegerType);
      return spark.createDataFrame(List.of(), none);
    }
    Dataset<Row> rows = chosen.read(tasks);
    if (parts.size() == 1) {
      return rows.withColumn(part, functions.lit(0));
    }
    // There may be thousands, too many for a union.
    Dataset<Row> places = places(part);
    return rows.select(functions.col("*"), functions.col("_file").as(FILE))
        .join(functions.broadcast(places), FILE)
        .drop(FILE);
  }

  private Dataset<Row> places(String part) {
    List<Row> places = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      for (DataFile file : parts.get(i)) {
        places.add(RowFactory.create(file.location(), i));
      }
    }
    return spark.createDataFrame(
        places, new StructType().add(FILE, DataTypes.StringType).add(part, DataTypes.IntegerType));
  }

  private List<FileScanTask> tasks() {
    String schema = SchemaParser.toJson(table.schema());
    String spec = PartitionSpecParser.toJson(PartitionSpec.unpartitioned());
    ResidualEvaluator all = ResidualEvaluator.unpartitioned(Expressions.alwaysTrue());
    return files().stream()
        .<FileScanTask>map(file -> new BaseFileScanTask(file, new DeleteFile[0], schema, spec, all))
        .toList();
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
