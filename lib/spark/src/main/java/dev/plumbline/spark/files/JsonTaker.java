package dev.plumbline.spark.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.MySqlType;
import dev.plumbline.spark.source.DeclaredColumn;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;

/** Lines of JSON files: one object each, whose fields are the columns. Empty lines are passed. */
final class JsonTaker implements Taker {
  private static final long serialVersionUID = 1L;

  /** Numbers keep all their digits, and a field given twice is an error. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final List<DeclaredColumn> columns;
  private final Set<String> seen = new HashSet<>();

  JsonTaker(List<DeclaredColumn> columns) {
    this.columns = columns;
  }

  @Override
  public Object[] values(Row raw, long number) {
    byte[] line = raw.getAs(2);
    if (blank(line)) {
      return null;
    }
    JsonNode object = parse(line);
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      DeclaredColumn column = columns.get(i);
      JsonNode node = object.get(column.name());
      if (node != null && seen.size() < columns.size()) {
        seen.add(column.name());
      }
      values[i] = column.value(given(column, node));
    }
    return values;
  }

  @Override
  public Set<String> seen() {
    return Set.copyOf(seen);
  }

  private static boolean blank(byte[] line) {
    for (byte one : line) {
      if (one != ' ' && one != '\t') {
        return false;
      }
    }
    return true;
  }

  private static JsonNode parse(byte[] line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new SourceException(
          "the line is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    } catch (IOException e) {
      throw new SourceException("the line is no JSON: " + e.getMessage(), e);
    }
    if (!node.isObject()) {
      throw new SourceException("the line is no JSON object; each line has to be one");
    }
    return node;
  }

  private static Object given(DeclaredColumn column, JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (column.type().type() == MySqlType.JSON) {
      return node;
    }
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isNumber()) {
      return node.isIntegralNumber() ? node.bigIntegerValue() : node.decimalValue();
    }
    return node;
  }
}
