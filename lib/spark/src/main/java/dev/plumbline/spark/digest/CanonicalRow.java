package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.CanonicalJson;
import dev.plumbline.core.reconcile.form.CanonicalValue;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;

/**
 * The canonical values of Spark's own rows: days and microseconds as it counts them, so that no
 * calendar and no zone comes between.
 */
final class CanonicalRow implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<DigestColumn> columns;
  private final List<DataType> types;

  /** Made once: Spark puts a name together anew whenever it is asked for one. */
  private final List<String> typeNames;

  /**
   * @param schema has the compared columns of the form, in its order
   */
  CanonicalRow(TableForm form, StructType schema) {
    this.columns = new ArrayList<>(form.compared());
    this.types = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      types.add(schema.fields()[i].dataType());
    }
    this.typeNames = new ArrayList<>(types.stream().map(DataType::typeName).toList());
  }

  /** Canonical values in the order of the columns; null for NULL. */
  List<String> values(InternalRow row) {
    List<String> values = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      values.add(text(row, i));
    }
    return values;
  }

  /** The canonical value of one column; null for NULL. */
  String text(InternalRow row, int column) {
    return row.isNullAt(column) ? null : value(row, column);
  }

  private String value(InternalRow row, int i) {
    return switch (columns.get(i).form()) {
      case INTEGER, DURATION_MICROS -> integer(row, i);
      case DECIMAL -> CanonicalValue.decimal(decimal(row, i));
      case FLOAT32 -> CanonicalValue.float32(row.getFloat(i));
      case FLOAT64 -> CanonicalValue.float64(row.getDouble(i));
      case BITS -> CanonicalValue.bits(row.getBinary(i));
      case BYTES -> CanonicalValue.bytes(row.getBinary(i));
      case TEXT -> string(row, i);
      case PADDED_TEXT -> CanonicalValue.paddedText(string(row, i));
      case DATE -> CanonicalValue.date(LocalDate.ofEpochDay(row.getInt(i)));
      case LOCAL_MICROS, INSTANT_MICROS -> Long.toString(row.getLong(i));
      case JSON -> CanonicalJson.of(string(row, i));
    };
  }

  private String integer(InternalRow row, int i) {
    return switch (typeNames.get(i)) {
      case "boolean" -> row.getBoolean(i) ? "1" : "0";
      case "byte", "tinyint" -> Byte.toString(row.getByte(i));
      case "short", "smallint" -> Short.toString(row.getShort(i));
      case "integer" -> Integer.toString(row.getInt(i));
      case "long" -> Long.toString(row.getLong(i));
      default -> CanonicalValue.decimal(decimal(row, i));
    };
  }

  private BigDecimal decimal(InternalRow row, int i) {
    if (types.get(i) instanceof DecimalType type) {
      return row.getDecimal(i, type.precision(), type.scale()).toJavaBigDecimal();
    }
    return new BigDecimal(string(row, i));
  }

  private static String string(InternalRow row, int i) {
    return new String(row.getUTF8String(i).getBytes(), StandardCharsets.UTF_8);
  }
}
