package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.spark.lake.FileJob;
import dev.plumbline.spark.lake.LakeRows;
import dev.plumbline.spark.parquet.LakeFileWriter;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Writes rows of bronze that Spark has into data files that keep the checksums of the rows, as
 * those do into which the source's rows are read.
 *
 * @param rows in any order of their columns, which are the table's
 * @param form under which rows are digested in passing
 */
public record DigestedFiles(Dataset<Row> rows, TableForm form) implements LakeRows.Writer {
  @Override
  public List<DataFile> write(Table table) {
    Set<String> names = new LinkedHashSet<>();
    form.compared().stream().map(DigestColumn::name).forEach(names::add);
    List<String> ofTable = table.schema().columns().stream().map(NestedField::name).toList();
    names.addAll(ofTable);
    Dataset<Row> ordered =
        rows.select(names.stream().map(LakeDigest::column).toArray(Column[]::new));
    List<Integer> places = names.stream().map(ofTable::indexOf).toList();
    StructType schema = ordered.schema();
    JavaRDD<InternalRow> internal = LakeDigest.internal(ordered);
    TableForm digested = form;
    return FileJob.run(
        rows.sparkSession(),
        table,
        "write " + table.name(),
        (context, shared, operation) ->
            internal.mapPartitions(new Part(shared, operation, digested, schema, places)));
  }

  /**
   * What a task does with its rows.
   *
   * @param schema of the rows: the digested columns first
   * @param places of their columns in the table
   */
  private record Part(
      Broadcast<Table> table,
      String operation,
      TableForm form,
      StructType schema,
      List<Integer> places)
      implements FlatMapFunction<Iterator<InternalRow>, DataFile> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<DataFile> call(Iterator<InternalRow> rows) throws IOException {
      Value[] values = new Value[places.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(schema.fields()[i].dataType());
      }
      DigestWriter digest = new DigestWriter(form, schema);
      DigestSum sum = new DigestSum(form);
      try (LakeFileWriter writer =
          LakeFileWriter.ofTask(table.value(), operation, List.of(), Optional.of(form))) {
        return writer
            .write(
                () -> {
                  while (rows.hasNext()) {
                    InternalRow row = rows.next();
                    for (int i = 0; i < values.length; i++) {
                      if (row.isNullAt(i)) {
                        writer.addNull(places.get(i));
                      } else {
                        values[i].put(row, i, places.get(i), writer);
                      }
                    }
                    digest.add(row, sum);
                    writer.endRow(sum.last());
                  }
                })
            .iterator();
      }
    }
  }

  /** Puts the value of a row's column into a column of the table. */
  @FunctionalInterface
  private interface Value extends Serializable {
    void put(InternalRow row, int from, int to, LakeFileWriter writer);
  }

  private static Value value(DataType type) {
    if (type instanceof StringType) {
      return (row, from, to, writer) -> {
        byte[] bytes = row.getUTF8String(from).getBytes();
        writer.addBytes(to, bytes, 0, bytes.length);
      };
    } else if (type instanceof BinaryType) {
      return (row, from, to, writer) -> {
        byte[] bytes = row.getBinary(from);
        writer.addBytes(to, bytes, 0, bytes.length);
      };
    } else if (type instanceof DecimalType decimal) {
      return decimal(decimal);
    } else if (type instanceof FloatType) {
      return (row, from, to, writer) ->
          writer.addNumber(to, Float.floatToRawIntBits(row.getFloat(from)));
    } else if (type instanceof DoubleType) {
      return (row, from, to, writer) ->
          writer.addNumber(to, Double.doubleToRawLongBits(row.getDouble(from)));
    } else if (type instanceof IntegerType || type instanceof DateType) {
      return (row, from, to, writer) -> writer.addNumber(to, row.getInt(from));
    }
    return (row, from, to, writer) -> writer.addNumber(to, row.getLong(from));
  }

  private static Value decimal(DecimalType type) {
    int precision = type.precision();
    int scale = type.scale();
    if (precision <= Decimal.MAX_LONG_DIGITS()) {
      return (row, from, to, writer) ->
          writer.addNumber(to, row.getDecimal(from, precision, scale).toUnscaledLong());
    }
    return (row, from, to, writer) -> {
      byte[] bytes =
          row.getDecimal(from, precision, scale).toJavaBigDecimal().unscaledValue().toByteArray();
      writer.addDecimal(to, bytes, 0, bytes.length);
    };
  }
}
