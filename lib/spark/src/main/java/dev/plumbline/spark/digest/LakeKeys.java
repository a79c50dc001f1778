package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.CanonicalValue;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.CanonicalForm;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * Keys as comparisons name them, by their canonical values, as a data set: a column of text for
 * each column of the key. Sessions must be in UTC.
 */
public final class LakeKeys {
  private static final String NAME = "_plumbline_key_";
  private static final UserDefinedFunction DECIMAL =
      functions.udf(
          (UDF1<String, String>)
              text -> text == null ? null : CanonicalValue.decimal(new BigDecimal(text)),
          DataTypes.StringType);

  private final SparkSession spark;
  private final TableForm form;

  /**
   * @param form of a table that has a key
   */
  public LakeKeys(SparkSession spark, TableForm form) {
    this.spark = spark;
    this.form = form;
  }

  /** The columns of such a data set. */
  public StructType schema() {
    StructType type = new StructType();
    for (int i = 0; i < form.key().size(); i++) {
      type = type.add(NAME + i, DataTypes.StringType, true);
    }
    return type;
  }

  /** Some keys. */
  public Dataset<Row> of(Collection<RowKey> keys) {
    List<Row> rows = keys.stream().map(key -> RowFactory.create(key.values().toArray())).toList();
    return spark.createDataFrame(rows, schema());
  }

  /**
   * Keys laid down as Parquet, so that they are not in memory all at once.
   *
   * @param waves so many at a time as may be
   * @param place where nothing else lies; files that are there already are added to
   * @return each key once
   */
  public Dataset<Row> laid(Iterable<List<RowKey>> waves, String place) {
    for (List<RowKey> wave : waves) {
      of(wave).write().mode(SaveMode.Append).parquet(place);
    }
    return spark.read().schema(schema()).parquet(place).distinct();
  }

  /**
   * Rows whose key is among those, each as often as it is there.
   *
   * @param rows of the lake; their columns keep their names
   */
  public Dataset<Row> among(Dataset<Row> rows, Dataset<Row> keys) {
    Column same = functions.lit(true);
    List<DigestColumn> columns = form.keyColumns();
    for (int i = 0; i < columns.size(); i++) {
      same = same.and(canonical(columns.get(i), rows).eqNullSafe(keys.col(NAME + i)));
    }
    return rows.join(keys, same, "left_semi");
  }

  /**
   * The same keys in columns and types of the lake; empty where other than whole numbers identify a
   * row, whose canonical value does not tell how the lake writes it.
   *
   * @param schema of the rows
   */
  public Optional<Dataset<Row>> typed(Dataset<Row> keys, StructType schema) {
    List<Column> typed = new ArrayList<>();
    for (int i = 0; i < form.key().size(); i++) {
      DigestColumn column = form.keyColumns().get(i);
      DataType type = schema.apply(column.name()).dataType();
      if (column.form() != CanonicalForm.INTEGER || !(type instanceof NumericType)) {
        return Optional.empty();
      }
      typed.add(keys.col(NAME + i).cast(type).as(column.name()));
    }
    return Optional.of(keys.select(typed.toArray(Column[]::new)));
  }

  /** The canonical value of a key's column, as {@link CanonicalRow} has it. */
  static Column canonical(DigestColumn column, Dataset<Row> rows) {
    Column value = rows.col("`" + column.name().replace("`", "``") + "`");
    boolean flag = rows.schema().apply(column.name()).dataType().equals(DataTypes.BooleanType);
    return switch (column.form()) {
      case INTEGER -> (flag ? value.cast("int") : value).cast("string");
      case DURATION_MICROS -> value.cast("string");
      case DECIMAL -> DECIMAL.apply(value.cast("string"));
      case BITS -> functions.regexp_replace(functions.lower(functions.hex(value)), "^0+", "");
      case BYTES -> functions.lower(functions.hex(value));
      case TEXT -> value;
      case PADDED_TEXT -> functions.rtrim(value);
      case DATE ->
          functions
              .when(functions.year(value).lt(1), value.cast("string"))
              .otherwise(functions.unix_date(value).cast("string"));
      // In UTC an instant and a wall clock are the same number of microseconds.
      case LOCAL_MICROS, INSTANT_MICROS ->
          functions.unix_micros(value.cast("timestamp")).cast("string");
      case FLOAT32, FLOAT64, JSON ->
          throw new IllegalArgumentException(column.form() + " identifies no row");
    };
  }
}
