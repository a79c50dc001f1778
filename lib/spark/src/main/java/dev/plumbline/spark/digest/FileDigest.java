package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.spark.lake.LakeDraftFiles;
import dev.plumbline.spark.parquet.LakeFileReader;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;

/** Reads the rows of whole data files on the executors, each file in a task. */
final class FileDigest {
  private FileDigest() {}

  /**
   * The digest of all rows.
   *
   * @param files at least one
   */
  static TableDigest of(LakeDraftFiles files, TableForm form) {
    ScannedColumns columns = ScannedColumns.of(files.table(), form);
    return each(
            files,
            columns,
            () -> {
              DigestWriter writer = new DigestWriter(form, columns.schema());
              DigestSum sum = new DigestSum(form);
              return new Taker<TableDigest>(row -> writer.add(row, sum), sum::digest);
            })
        .stream()
        .reduce(TableDigest.empty(form), TableDigest::plus);
  }

  /** What is done with the rows of a file. */
  record Taker<T>(Consumer<InternalRow> row, Supplier<T> end) {}

  /** Makes one for each file, on an executor. */
  @FunctionalInterface
  interface Takers<T> extends Serializable {
    Taker<T> get();
  }

  /** What the takers of all files come to. */
  static <T> List<T> each(LakeDraftFiles files, ScannedColumns columns, Takers<T> takers) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(files.spark().sparkContext());
    Broadcast<Table> table = context.broadcast(SerializableTable.copyOf(files.table()));
    try {
      return context
          .parallelize(files.files(), files.files().size())
          .map(new OneFile<>(table, columns.fields(), takers))
          .collect();
    } finally {
      table.destroy();
    }
  }

  /** What a task does with its file. */
  private record OneFile<T>(Broadcast<Table> table, List<Integer> fields, Takers<T> takers)
      implements Function<DataFile, T> {
    private static final long serialVersionUID = 1L;

    @Override
    public T call(DataFile file) throws IOException {
      TaskContext task = TaskContext.get();
      Taker<T> taker = takers.get();
      try (LakeFileReader reader = new LakeFileReader(table.value().io().newInputFile(file))) {
        for (int group = 0; group < reader.groups(); group++) {
          task.killTaskIfInterrupted();
          reader.read(group, fields, taker.row());
        }
      }
      return taker.end().get();
    }
  }
}
