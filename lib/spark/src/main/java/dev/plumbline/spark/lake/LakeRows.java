package dev.plumbline.spark.lake;

import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows for a lake table.
 *
 * @param rows as Spark has them
 * @param files how tasks write them into data files themselves, which costs less; empty where they
 *     cannot
 */
public record LakeRows(Dataset<Row> rows, Optional<Writer> files) {
  /** Rows that only Spark writes. */
  public static LakeRows of(Dataset<Row> rows) {
    return new LakeRows(rows, Optional.empty());
  }

  /** Writes all rows. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes data files that are not part of the table yet, or none where it fails.
     *
     * @param table has the columns of the rows, in their order
     */
    List<DataFile> write(Table table);
  }
}
