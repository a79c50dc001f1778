package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StructType;

/**
 * What tells rows of a table apart in memory: the number where the key is one whole number, else
 * the key's canonical values.
 */
final class RowIdentity implements Serializable {
  private static final long serialVersionUID = 1L;

  private final CanonicalRow canonical;
  private final int[] places;
  private final boolean whole;
  private final boolean wide;

  /**
   * @param schema has the compared columns of the form, in its order
   */
  RowIdentity(TableForm form, StructType schema) {
    this.canonical = new CanonicalRow(form, schema);
    this.places = form.keyColumns().stream().mapToInt(form.compared()::indexOf).toArray();
    DataType first = schema.fields()[places[0]].dataType();
    this.wide = first instanceof LongType;
    this.whole = form.numericKey() && (wide || first instanceof IntegerType);
  }

  /** Whether it is a number; but for a key that is NULL. */
  boolean isWhole() {
    return whole;
  }

  /** Of a row of the lake. */
  Object of(InternalRow row) {
    if (whole && !row.isNullAt(places[0])) {
      return wide ? row.getLong(places[0]) : (long) row.getInt(places[0]);
    }
    List<String> values = new ArrayList<>(places.length);
    for (int place : places) {
      values.add(canonical.text(row, place));
    }
    return new RowKey(values);
  }

  /** Of the row under a key. */
  Object of(RowKey key) {
    return whole && key.values().get(0) != null ? Long.parseLong(key.values().get(0)) : key;
  }

  /** About what one that is no number takes in memory. */
  static long bytes(RowKey identity) {
    return identity.values().stream()
        .mapToLong(value -> value == null ? 40 : 100 + value.length())
        .sum();
  }
}
