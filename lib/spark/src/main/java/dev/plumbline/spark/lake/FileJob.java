package dev.plumbline.spark.lake;

import dev.plumbline.spark.SparkFailures;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** A job whose tasks write files of a table. Of one that fails no file is left. */
public final class FileJob {
  private FileJob() {}

  /**
   * What is to be done.
   *
   * @param <T> what is said of the files
   */
  @FunctionalInterface
  public interface Tasks<T> {
    /**
     * The tasks.
     *
     * @param table on the executors
     * @param operation to be in the name of each file
     */
    JavaRDD<T> of(JavaSparkContext context, Broadcast<Table> table, String operation);
  }

  /**
   * Runs the tasks.
   *
   * @param action what a failure's message says was done
   */
  public static <T> List<T> run(SparkSession spark, Table table, String action, Tasks<T> tasks) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    String operation = UUID.randomUUID().toString();
    Broadcast<Table> shared = context.broadcast(SerializableTable.copyOf(table));
    String group = context.getLocalProperty(UnwantedFiles.JOB_GROUP);
    context.setLocalProperty(UnwantedFiles.JOB_GROUP, operation);
    boolean written = false;
    try {
      List<T> said =
          SparkFailures.call(action, () -> tasks.of(context, shared, operation).collect());
      written = true;
      return said;
    } finally {
      context.setLocalProperty(UnwantedFiles.JOB_GROUP, group);
      if (!written) {
        new UnwantedFiles(context, table, operation).remove();
      }
      shared.destroy();
    }
  }
}
