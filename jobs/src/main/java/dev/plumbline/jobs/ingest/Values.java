package dev.plumbline.jobs.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.MySqlType;
import java.util.Optional;
import java.util.Set;

/** Makes of a JSON value exactly what a column holds, or says why that cannot be. */
final class Values {
  private static final Set<MySqlType> WITHOUT_JSON_FORM =
      Set.of(
          MySqlType.BINARY,
          MySqlType.VARBINARY,
          MySqlType.TINYBLOB,
          MySqlType.BLOB,
          MySqlType.MEDIUMBLOB,
          MySqlType.LONGBLOB,
          MySqlType.GEOMETRY);

  private static final int SHOWN = 60;

  private Values() {}

  /** Makes one value; the node is neither missing nor null. */
  @FunctionalInterface
  interface Converter {
    Object convert(JsonNode node) throws UnfitValueException;
  }

  /** The converter for a column of that type; empty for bytes, which JSON cannot carry. */
  static Optional<Converter> of(ColumnType type) {
    if (WITHOUT_JSON_FORM.contains(type.type())) {
      return Optional.empty();
    }
    return Optional.of(
        switch (type.type()) {
          case DECIMAL, DECIMAL_WIDE -> NumberValues.decimal(type);
          case FLOAT -> NumberValues::float32;
          case DOUBLE -> NumberValues::float64;
          case DATE -> TimeValues::date;
          case DATETIME -> node -> TimeValues.dateTime(node, type.precision());
          case TIMESTAMP -> node -> TimeValues.timestamp(node, type.precision());
          case TIME -> node -> TimeValues.time(node, type.precision());
          case JSON -> TextValues::json;
          case ENUM -> TextValues.oneOf(type);
          case SET -> TextValues.someOf(type);
          case CHAR, VARCHAR, TINYTEXT, TEXT, MEDIUMTEXT, LONGTEXT -> TextValues.text(type);
          default -> NumberValues.integer(type);
        });
  }

  /** The value as a message shows it. */
  static String shown(JsonNode node) {
    String text = node.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
