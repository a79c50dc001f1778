package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.spark.SparkFailures;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

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
    FlatMapFunction<Iterator<InternalRow>, TableDigest> digest =
        partition -> {
          DigestWriter writer = new DigestWriter(form, schema);
          DigestSum sum = new DigestSum(form);
          while (partition.hasNext()) {
            writer.add(partition.next(), sum);
          }
          return List.of(sum.digest()).iterator();
        };
    return SparkFailures.call(
        "digest " + name,
        () ->
            internal(compared)
                .mapPartitions(digest)
                .fold(TableDigest.empty(form), TableDigest::plus));
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
