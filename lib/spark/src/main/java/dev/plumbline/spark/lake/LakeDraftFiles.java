package dev.plumbline.spark.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.SparkSession;

/** Data files that are written for a table, no row of which is deleted. */
public record LakeDraftFiles(SparkSession spark, Table table, List<DataFile> files) {
  public LakeDraftFiles {
    files = List.copyOf(files);
  }

  /** Empty where there is no file, or rows in one are deleted. */
  static Optional<LakeDraftFiles> of(SparkSession spark, Table table, String branch)
      throws IOException {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useRef(branch).ignoreResiduals().planFiles()) {
      for (FileScanTask task : tasks) {
        if (!task.deletes().isEmpty()) {
          return Optional.empty();
        }
        files.add(task.file().copyWithoutStats());
      }
    }
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(new LakeDraftFiles(spark, table, files));
  }
}
