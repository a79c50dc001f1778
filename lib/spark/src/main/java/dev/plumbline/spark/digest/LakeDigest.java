package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.spark.SparkFailures;
import dev.plumbline.spark.lake.LakeDraft;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Digests rows of the lake on the executors. */
public final class LakeDigest {
  private LakeDigest() {}

  /**
   * The digest of all rows.
   *
   * @param name what a failure's message calls them
   */
  public static TableDigest of(String name, Dataset<Row> rows, TableForm form) {
    Dataset<Row> compared = compared(rows, form);
    StructType schema = compared.schema();
    FlatMapFunction<Iterator<InternalRow>, TableDigest> byRow =
        partition -> {
          Summing summing = new Summing(form, schema);
          partition.forEachRemaining(summing::add);
          return summing.digest();
        };
    FlatMapFunction<Iterator<ColumnarBatch>, TableDigest> byColumn =
        partition -> {
          Summing summing = new Summing(form, schema);
          partition.forEachRemaining(batch -> batch.rowIterator().forEachRemaining(summing::add));
          return summing.digest();
        };
    return SparkFailures.call(
        "digest " + name,
        () ->
            columnar(compared)
                .map(scan -> scan.executeColumnar().toJavaRDD().mapPartitions(byColumn))
                .orElseGet(() -> internal(compared).mapPartitions(byRow))
                .fold(TableDigest.empty(form), TableDigest::plus));
  }

  /** The digest of all rows of a draft, read back from where they lie. */
  public static TableDigest of(String name, LakeDraft draft, TableForm form) {
    return draft
        .files()
        .map(files -> SparkFailures.call("digest " + name, () -> FileDigest.of(files, form)))
        .orElseGet(() -> of(name, draft.rows(), form));
  }

  /** The rows of a partition. */
  private static final class Summing {
    private final DigestWriter writer;
    private final DigestSum sum;

    Summing(TableForm form, StructType schema) {
      this.writer = new DigestWriter(form, schema);
      this.sum = new DigestSum(form);
    }

    void add(InternalRow row) {
      writer.add(row, sum);
    }

    Iterator<TableDigest> digest() {
      return List.of(sum.digest()).iterator();
    }
  }

  /** The scan, where it gives just these rows by columns: they are not copied into rows then. */
  private static Optional<SparkPlan> columnar(Dataset<Row> rows) {
    SparkPlan plan = rows.queryExecution().executedPlan();
    SparkPlan node = plan;
    while (node instanceof WholeStageCodegenExec
        || node instanceof InputAdapter
        || node instanceof ColumnarToRowExec) {
      node = node.children().head();
    }
    return node.children().isEmpty()
            && node.supportsColumnar()
            && node.schema().equals(plan.schema())
        ? Optional.of(node)
        : Optional.empty();
  }

  /** The compared columns of rows, in the form's order. */
  static Dataset<Row> compared(Dataset<Row> rows, TableForm form) {
    return rows.select(
        form.compared().stream()
            .map(DigestColumn::name)
            .map(LakeDigest::column)
            .toArray(Column[]::new));
  }

  static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** Spark's own rows, which are read without being made into objects first. */
  static JavaRDD<InternalRow> internal(Dataset<Row> rows) {
    return rows.queryExecution().toRdd().toJavaRDD();
  }
}
