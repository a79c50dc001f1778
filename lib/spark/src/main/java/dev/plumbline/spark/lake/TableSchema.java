package dev.plumbline.spark.lake;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How a table's columns follow what is to be written into it. */
final class TableSchema {
  private TableSchema() {}

  /** The columns of those rows; all are nullable, whatever the source promises. */
  static Schema of(StructType rows) {
    StructType nullable = new StructType();
    for (StructField field : rows.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return SparkSchemaUtil.convert(nullable);
  }

  /** Same columns, same types, same order. */
  static boolean same(Schema one, Schema other) {
    return shape(one).equals(shape(other));
  }

  /** Every present column stays with its type, so that readers of the table see no change. */
  static boolean onlyAdds(Schema present, Schema wanted) {
    Map<String, Type> types =
        wanted.columns().stream().collect(Collectors.toMap(NestedField::name, NestedField::type));
    return present.columns().stream()
        .allMatch(column -> column.type().equals(types.get(column.name())));
  }

  /** Adds what is missing and puts the columns into the wanted order: COPY loads by position. */
  static void evolve(UpdateSchema update, Schema present, Schema wanted) {
    Map<String, NestedField> known =
        present.columns().stream()
            .collect(Collectors.toMap(NestedField::name, Function.identity()));
    String previous = null;
    for (NestedField column : wanted.columns()) {
      if (!known.containsKey(column.name())) {
        update.addColumn(column.name(), column.type());
      }
      if (previous == null) {
        update.moveFirst(column.name());
      } else {
        update.moveAfter(column.name(), previous);
      }
      previous = column.name();
    }
  }

  private static List<Map.Entry<String, Type>> shape(Schema schema) {
    return schema.columns().stream()
        .map(column -> Map.entry(column.name(), column.type()))
        .toList();
  }
}
