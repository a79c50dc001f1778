package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.spark.lake.LakeDraftFiles;
import dev.plumbline.spark.parquet.LakeFileReader;
import dev.plumbline.spark.parquet.RowChecksums;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Digests the rows of whole data files on the executors, each file in a task, and holds each row
 * against the checksum that the file keeps of it.
 */
final class FileDigest {
  private FileDigest() {}

  /**
   * The digest of all rows.
   *
   * @param files at least one
   */
  static TableDigest of(LakeDraftFiles files, TableForm form) {
    return each(files, form, DigestTaker::new).stream()
        .reduce(TableDigest.empty(form), TableDigest::plus);
  }

  /** What else is done with the rows of a file. */
  interface Taker<T> {
    void row(InternalRow row);

    /** What comes of them and their digest. */
    T end(TableDigest digest);
  }

  /** Makes one for each file, on an executor. */
  @FunctionalInterface
  interface Takers<T> extends Serializable {
    Taker<T> get();
  }

  private static final class DigestTaker implements Taker<TableDigest> {
    @Override
    public void row(InternalRow row) {}

    @Override
    public TableDigest end(TableDigest digest) {
      return digest;
    }
  }

  /** What the takers of all files come to. */
  static <T> List<T> each(LakeDraftFiles files, TableForm form, Takers<T> takers) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(files.spark().sparkContext());
    Broadcast<Table> table = context.broadcast(SerializableTable.copyOf(files.table()));
    try {
      return context
          .parallelize(files.files(), files.files().size())
          .map(new OneFile<>(table, ScannedColumns.of(files.table(), form), form, takers))
          .collect();
    } finally {
      table.destroy();
    }
  }

  /** What a task does with its file. */
  private record OneFile<T>(
      Broadcast<Table> table, ScannedColumns columns, TableForm form, Takers<T> takers)
      implements Function<DataFile, T> {
    private static final long serialVersionUID = 1L;

    @Override
    public T call(DataFile file) throws IOException {
      TaskContext task = TaskContext.get();
      Taker<T> taker = takers.get();
      DigestWriter writer = new DigestWriter(form, columns.schema());
      DigestSum sum = new DigestSum(form);
      try (LakeFileReader reader = new LakeFileReader(table.value().io().newInputFile(file))) {
        RowChecksums checksums = reader.checksums(form).orElse(null);
        for (int group = 0; group < reader.groups(); group++) {
          task.killTaskIfInterrupted();
          if (checksums != null) {
            reader.read(group, checksums);
          }
          long before = sum.rows();
          reader.read(
              group,
              columns.fields(),
              row -> {
                int place = (int) (sum.rows() - before);
                writer.add(row, sum);
                if (checksums != null && checksums.of(place) != sum.last()) {
                  sum.spoil();
                }
                taker.row(row);
              });
        }
      }
      return taker.end(sum.digest());
    }
  }
}
