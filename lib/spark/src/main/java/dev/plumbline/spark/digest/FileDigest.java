package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.spark.lake.LakeDraftFiles;
import dev.plumbline.spark.parquet.LakeFileReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.StructType;

/** Digests the rows of whole data files on the executors, each file in a task. */
final class FileDigest {
  private FileDigest() {}

  /**
   * The digest of all rows.
   *
   * @param schema has the compared columns of the form, in its order
   */
  static TableDigest of(LakeDraftFiles written, StructType schema, TableForm form) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(written.spark().sparkContext());
    List<Integer> fields =
        new ArrayList<>(
            form.compared().stream()
                .map(DigestColumn::name)
                .map(name -> written.table().schema().findField(name).fieldId())
                .toList());
    Broadcast<Table> table = context.broadcast(SerializableTable.copyOf(written.table()));
    try {
      return context
          .parallelize(written.files(), written.files().size())
          .map(new OneFile(table, fields, schema, form))
          .fold(TableDigest.empty(form), TableDigest::plus);
    } finally {
      table.destroy();
    }
  }

  /** What a task does with its file. */
  private record OneFile(
      Broadcast<Table> table, List<Integer> fields, StructType schema, TableForm form)
      implements Function<DataFile, TableDigest> {
    private static final long serialVersionUID = 1L;

    @Override
    public TableDigest call(DataFile file) throws Exception {
      TaskContext task = TaskContext.get();
      DigestWriter writer = new DigestWriter(form, schema);
      DigestSum sum = new DigestSum(form);
      try (LakeFileReader reader =
          new LakeFileReader(table.value().io().newInputFile(file), fields)) {
        for (int group = 0; group < reader.groups(); group++) {
          task.killTaskIfInterrupted();
          reader.read(group, row -> writer.add(row, sum));
        }
      }
      return sum.digest();
    }
  }
}
