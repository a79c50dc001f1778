package dev.plumbline.jobs.ingest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.mysql.MySqlRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes rows of a table of the API's objects. The table has been through {@link IngestCheck}. */
final class RowConverter {
  private final List<Field> fields = new ArrayList<>();
  private final List<Integer> keyPositions;

  private record Field(ColumnSpec column, JsonPointer pointer, Values.Converter converter) {}

  /** What became of an object. */
  sealed interface Converted {}

  /** It fits. */
  record Fit(MySqlRow row) implements Converted {}

  /**
   * It does not fit.
   *
   * @param key the row's key as a person reads it; null when the object has none
   * @param keyValues the key's values where they fit their columns; else null
   */
  record Unfit(String key, List<Object> keyValues, String reason) implements Converted {}

  RowConverter(TableSpec table) {
    for (Map.Entry<String, String> field : table.ingest().orElseThrow().fields().entrySet()) {
      ColumnSpec column = table.column(field.getKey());
      fields.add(
          new Field(
              column,
              JsonPointer.compile(field.getValue()),
              Values.of(column.type()).orElseThrow()));
    }
    List<String> names = columns();
    this.keyPositions = table.key().stream().map(names::indexOf).toList();
  }

  /** The columns that are written, in the order of a row's values. */
  List<String> columns() {
    return fields.stream().map(field -> field.column().name()).toList();
  }

  Converted convert(ObjectNode object) {
    Object[] values = new Object[fields.size()];
    boolean[] fits = new boolean[fields.size()];
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = value(fields.get(i), object);
        fits[i] = true;
      } catch (UnfitValueException e) {
        reasons.add(fields.get(i).column().name() + ": " + e.getMessage());
      }
    }
    if (reasons.isEmpty()) {
      return new Fit(MySqlRow.of(values));
    }
    boolean hasKey = keyPositions.stream().allMatch(position -> fits[position]);
    return new Unfit(
        hasKey ? key(values) : null, hasKey ? keyValues(values) : null, String.join("; ", reasons));
  }

  private static Object value(Field field, ObjectNode object) throws UnfitValueException {
    JsonNode node = object.at(field.pointer());
    if (!node.isMissingNode() && !node.isNull()) {
      return field.converter().convert(node);
    }
    if (field.column().nullable()) {
      return null;
    }
    throw new UnfitValueException(
        (node.isNull() ? "is null at " : "is missing at ") + field.pointer());
  }

  /** The key of an object, however its other values are; empty when it has none. */
  Optional<List<Object>> key(ObjectNode object) {
    Converted converted = convert(object);
    return converted instanceof Fit fit
        ? Optional.of(keyValues(fit.row()))
        : Optional.ofNullable(((Unfit) converted).keyValues());
  }

  /** The key of a row that was made here. */
  List<Object> keyValues(MySqlRow row) {
    return keyPositions.stream().map(position -> row.values().get(position)).toList();
  }

  /** The key as a person reads it, such as {@code id=7}. */
  String key(MySqlRow row) {
    return key(row.values().toArray());
  }

  private List<Object> keyValues(Object[] values) {
    return keyPositions.stream().map(position -> values[position]).toList();
  }

  private String key(Object[] values) {
    StringBuilder text = new StringBuilder();
    for (int position : keyPositions) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(fields.get(position).column().name())
          .append('=')
          .append(values[position]);
    }
    return text.toString();
  }
}
