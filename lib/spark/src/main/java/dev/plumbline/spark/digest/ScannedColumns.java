package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that are read from a table's files.
 *
 * @param fields their ids
 * @param schema the same columns in Spark's types
 */
record ScannedColumns(List<Integer> fields, StructType schema) implements Serializable {
  /** The compared columns of a form, in its order. */
  static ScannedColumns of(Table table, TableForm form) {
    StructType all = SparkSchemaUtil.convert(table.schema());
    List<Integer> fields = new ArrayList<>();
    StructType schema = new StructType();
    for (DigestColumn column : form.compared()) {
      fields.add(table.schema().findField(column.name()).fieldId());
      schema = schema.add(all.apply(column.name()));
    }
    return new ScannedColumns(fields, schema);
  }
}
