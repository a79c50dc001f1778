package dev.plumbline.core.reconcile.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON by value: the order of keys, white space and the notation of numbers do not count; the order
 * of arrays does, and numbers stay exact at any length.
 */
public final class CanonicalJson {
  private static final JsonMapper MAPPER = mapper();

  private CanonicalJson() {}

  /** The canonical text; what is no JSON is itself behind {@link CanonicalValue#MALFORMED}. */
  public static String of(String json) {
    try {
      StringBuilder text = new StringBuilder(json.length());
      append(MAPPER.readTree(json), text);
      return text.toString();
    } catch (JsonProcessingException e) {
      return CanonicalValue.MALFORMED + json;
    }
  }

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .build());
    return mapper;
  }

  private static void append(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      object(node, text);
    } else if (node.isArray()) {
      array(node, text);
    } else if (node.isNumber()) {
      text.append(number(node.decimalValue()));
    } else if (node.isTextual()) {
      string(node.textValue(), text);
    } else {
      text.append(node.isMissingNode() ? "" : node.asText());
    }
  }

  private static void object(JsonNode node, StringBuilder text) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    node.fields().forEachRemaining(field -> sorted.put(field.getKey(), field.getValue()));
    text.append('{');
    boolean first = true;
    for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
      text.append(first ? "" : ",");
      first = false;
      string(field.getKey(), text);
      text.append(':');
      append(field.getValue(), text);
    }
    text.append('}');
  }

  private static void array(JsonNode node, StringBuilder text) {
    text.append('[');
    for (Iterator<JsonNode> items = node.elements(); items.hasNext(); ) {
      append(items.next(), text);
      text.append(items.hasNext() ? "," : "");
    }
    text.append(']');
  }

  private static void string(String value, StringBuilder text) {
    text.append('"').append(JsonStringEncoder.getInstance().quoteAsString(value)).append('"');
  }

  /** Not in plain notation, where 1e999999999 would fill the memory. */
  private static String number(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
  }
}
