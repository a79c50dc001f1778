package dev.plumbline.spark.lake;

import dev.plumbline.spark.SparkFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The data files of one snapshot of a table, with the deletes that each has.
 *
 * @param table is not refreshed, so that it stays as it is
 * @param snapshot empty where nothing was ever written
 */
public record LakePresent(Table table, OptionalLong snapshot) {
  /** All files. */
  public List<FileScanTask> files() {
    return files(table.newScan());
  }

  /** All files, each with its bounds of a column. */
  public List<FileScanTask> bounded(String column) {
    return files(table.newScan().includeColumnStats(List.of(column)));
  }

  /** Those that may hold rows in which a column of whole numbers lies between two, inclusive. */
  public List<FileScanTask> between(String column, long least, long most) {
    return files(
        table
            .newScan()
            .filter(
                Expressions.and(
                    Expressions.greaterThanOrEqual(column, least),
                    Expressions.lessThanOrEqual(column, most)))
            .ignoreResiduals());
  }

  private List<FileScanTask> files(TableScan scan) {
    List<FileScanTask> files = new ArrayList<>();
    if (snapshot.isEmpty()) {
      return files;
    }
    SparkFailures.run(
        "list the files of " + table.name(),
        () -> {
          try (CloseableIterable<FileScanTask> tasks =
              scan.useSnapshot(snapshot.getAsLong()).planFiles()) {
            tasks.forEach(files::add);
          }
        });
    return files;
  }

  /** Whether rows of a file are told by reading Parquet alone: it, and positions in its deletes. */
  public static boolean isPlain(FileScanTask file) {
    return file.file().format() == FileFormat.PARQUET
        && file.deletes().stream()
            .allMatch(
                delete ->
                    delete.content() == FileContent.POSITION_DELETES
                        && delete.format() == FileFormat.PARQUET);
  }

  /** The positions of a plain file at which rows are deleted. */
  public static PositionDeleteIndex deleted(Table table, FileScanTask file) {
    return file.deletes().isEmpty()
        ? PositionDeleteIndex.empty()
        : new BaseDeleteLoader(delete -> table.io().newInputFile(delete))
            .loadPositionDeletes(file.deletes(), file.file().location());
  }
}
