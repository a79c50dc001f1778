package dev.plumbline.spark.lake;

import dev.plumbline.core.publish.PublishTable.DataFile;
import dev.plumbline.spark.SparkFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Parquet copies of a table's rows in the shape that COPY takes. */
final class Staging {
  private Staging() {}

  /** Writes the copies, replacing what an earlier attempt left below the prefix. */
  static LakeFiles copy(
      SparkSession spark,
      Dataset<Row> rows,
      Set<String> asBytes,
      Map<String, Integer> cutText,
      String prefix) {
    Column[] columns =
        Arrays.stream(rows.columns())
            .map(
                name -> {
                  Column column = rows.col("`" + name.replace("`", "``") + "`");
                  if (cutText.containsKey(name)) {
                    return cut(column, cutText.get(name)).as(name);
                  }
                  return asBytes.contains(name) ? column.cast("binary").as(name) : column;
                })
            .toArray(Column[]::new);
    SparkFailures.run(
        "write Parquet files to " + prefix,
        () -> rows.select(columns).write().mode(SaveMode.Overwrite).parquet(prefix));
    return new LakeFiles(files(spark, prefix), spark.read().parquet(prefix).count(), true);
  }

  /**
   * The longest beginning of whole characters that has at most so many bytes. A character that the
   * cut goes through is decoded to U+FFFD, which then goes.
   */
  private static Column cut(Column text, int bytes) {
    Column beginning =
        functions.decode(functions.substring(functions.encode(text, "UTF-8"), 1, bytes), "UTF-8");
    return functions
        .when(functions.octet_length(text).leq(bytes), text)
        .otherwise(functions.regexp_replace(beginning, "\uFFFD+$", ""));
  }

  private static List<DataFile> files(SparkSession spark, String prefix) {
    Path folder = new Path(prefix);
    List<DataFile> files = new ArrayList<>();
    try {
      FileSystem system = folder.getFileSystem(spark.sessionState().newHadoopConf());
      for (FileStatus file : system.listStatus(folder)) {
        if (file.isFile() && file.getPath().getName().endsWith(".parquet")) {
          files.add(new DataFile(file.getPath().toString(), file.getLen()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort(Comparator.comparing(DataFile::uri));
    return files;
  }
}
