package dev.plumbline.spark.lake;

import dev.plumbline.spark.SparkFailures;
import dev.plumbline.stores.s3.ObjectStore.Listed;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Files in a table's folder of which no snapshot, branch or tag knows: what a writer left that died
 * before its commit. Whoever asks has to be the only one who writes to the table.
 */
public final class LakeOrphans {
  private static final StructType FILES =
      new StructType().add("file_path", "string").add("last_modified", "timestamp");

  private final SparkSession spark;
  private final LakeTable table;

  public LakeOrphans(SparkSession spark, LakeTable table) {
    this.spark = spark;
    this.table = table;
  }

  /** The folder of the table's files, with a slash at its end. */
  public String folder() {
    String location = table.load().location();
    return location.endsWith("/") ? location : location + "/";
  }

  /**
   * Removes those that the table does not know.
   *
   * @param candidates files of the folder
   * @param before files that were written then or later stay
   * @return how many are gone
   */
  public long remove(List<Listed> candidates, Instant before) {
    List<Row> rows =
        candidates.stream()
            .map(file -> RowFactory.create(file.uri(), Timestamp.from(file.modifiedAt())))
            .toList();
    Dataset<Row> files = spark.createDataFrame(rows, FILES);
    return SparkFailures.call(
        "remove files of dead runs of " + table.name(),
        () -> {
          long gone = 0;
          for (String ignored :
              SparkActions.get(spark)
                  .deleteOrphanFiles(table.load())
                  .compareToFileList(files)
                  .olderThan(before.toEpochMilli())
                  .execute()
                  .orphanFileLocations()) {
            gone++;
          }
          return gone;
        });
  }
}
