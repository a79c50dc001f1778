package dev.plumbline.spark.files;

import dev.plumbline.core.config.Nearest;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.spark.SparkFailures;
import dev.plumbline.spark.source.DeclaredColumn;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What the footers of Parquet files say. All are read before any row is: Spark takes the columns of
 * one file for those of all, and gives NULL for a column that another file has not.
 *
 * @param schema the declared columns in the types of the files
 * @param rows that all files hold together
 */
record ParquetShape(StructType schema, long rows) {
  private static final int MOST_TASKS = 1_000;

  /** Files of one schema, as a task has seen them. */
  private record Seen(String schema, String example, long rows) implements Serializable {
    Seen plus(Seen other) {
      return new Seen(schema, example, rows + other.rows);
    }
  }

  /**
   * @throws SourceException when a file is no Parquet file, lacks a declared column or has it in
   *     another type than the others
   */
  static ParquetShape of(SparkSession spark, FileList files, List<DeclaredColumn> columns) {
    List<Seen> seen = read(spark, files.paths());
    StructType schema = null;
    for (Seen one : seen) {
      StructType found = declared(spark, one.example(), columns);
      if (schema != null) {
        requireSame(seen.get(0).example(), schema, one.example(), found);
      }
      schema = found;
    }
    return new ParquetShape(schema, seen.stream().mapToLong(Seen::rows).sum());
  }

  private static List<Seen> read(SparkSession spark, List<String> paths) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int tasks = Math.min(MOST_TASKS, Math.max(1, paths.size() / 4));
    Footers footers =
        new Footers(new SerializableConfiguration(spark.sessionState().newHadoopConf()));
    List<Seen> seen =
        SparkFailures.call(
            "read the footers of Parquet files",
            () -> context.parallelize(paths, tasks).mapPartitions(footers).collect());
    Map<String, Seen> bySchema = new LinkedHashMap<>();
    seen.forEach(one -> bySchema.merge(one.schema(), one, Seen::plus));
    return List.copyOf(bySchema.values());
  }

  /** The columns of a file that are declared, in the order of the declaration. */
  private static StructType declared(
      SparkSession spark, String file, List<DeclaredColumn> columns) {
    StructType whole =
        SparkFailures.call("read " + file, () -> spark.read().parquet(file).schema());
    StructType schema = new StructType();
    for (DeclaredColumn column : columns) {
      StructField field =
          Arrays.stream(whole.fields())
              .filter(one -> one.name().equals(column.name()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new SourceException(
                          "Cannot read "
                              + file
                              + ": there is no column "
                              + column.name()
                              + Nearest.hint(column.name(), List.of(whole.fieldNames()))));
      requireValue(file, column, field.dataType());
      schema = schema.add(field.name(), field.dataType(), true);
    }
    return schema;
  }

  private static void requireValue(String file, DeclaredColumn column, DataType type) {
    if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
      throw new SourceException(
          "Cannot read "
              + file
              + ": column "
              + column.name()
              + " is "
              + type.simpleString()
              + ", which is no "
              + column.type());
    }
  }

  private static void requireSame(String file, StructType schema, String other, StructType found) {
    for (int i = 0; i < schema.length(); i++) {
      DataType one = schema.fields()[i].dataType();
      DataType two = found.fields()[i].dataType();
      if (!one.equals(two)) {
        throw new SourceException(
            "Cannot read "
                + other
                + ": column "
                + schema.fieldNames()[i]
                + " is "
                + two.simpleString()
                + ", and "
                + one.simpleString()
                + " in "
                + file);
      }
    }
  }

  private record Footers(SerializableConfiguration conf)
      implements FlatMapFunction<Iterator<String>, Seen> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Seen> call(Iterator<String> paths) {
      Map<String, Seen> seen = new LinkedHashMap<>();
      while (paths.hasNext()) {
        Seen one = footer(paths.next());
        seen.merge(one.schema(), one, Seen::plus);
      }
      return new ArrayList<>(seen.values()).iterator();
    }

    private Seen footer(String file) {
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file), conf.value()))) {
        return new Seen(
            reader.getFileMetaData().getSchema().toString(), file, reader.getRecordCount());
      } catch (IOException | RuntimeException e) {
        throw new SourceException("Cannot read " + file + ": " + e.getMessage(), e);
      }
    }
  }
}
