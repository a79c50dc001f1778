package dev.plumbline.core.reconcile.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON by value: the order of keys, white space and the notation of numbers do not count; the order
 * of arrays does, and numbers stay exact at any length.
 */
public final class CanonicalJson {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private CanonicalJson() {}

  /** The canonical text; what is no JSON is itself behind {@link CanonicalValue#MALFORMED}. */
  public static String of(String json) {
    StringBuilder text = new StringBuilder(json.length());
    try (JsonParser parser = JSON.createParser(json)) {
      append(parser, parser.nextToken(), text);
      if (parser.nextToken() == null) {
        return text.toString();
      }
    } catch (IOException e) {
      // Falls through: what cannot be read is no JSON.
    }
    return CanonicalValue.MALFORMED + json;
  }

  private static void append(JsonParser parser, JsonToken token, StringBuilder text)
      throws IOException {
    if (token == null) {
      throw new JsonParseException(parser, "nothing where a value was expected");
    }
    switch (token) {
      case START_OBJECT -> object(parser, text);
      case START_ARRAY -> array(parser, text);
      case VALUE_STRING -> string(parser.getText(), text);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> text.append(number(parser.getText()));
      default -> text.append(parser.getText());
    }
  }

  /** Of a key that comes twice the last value counts, as in MySQL. */
  private static void object(JsonParser parser, StringBuilder text) throws IOException {
    Map<String, String> sorted = new TreeMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      StringBuilder value = new StringBuilder();
      append(parser, parser.nextToken(), value);
      sorted.put(key, value.toString());
    }
    text.append('{');
    boolean first = true;
    for (Map.Entry<String, String> field : sorted.entrySet()) {
      text.append(first ? "" : ",");
      first = false;
      string(field.getKey(), text);
      text.append(':').append(field.getValue());
    }
    text.append('}');
  }

  private static void array(JsonParser parser, StringBuilder text) throws IOException {
    text.append('[');
    boolean first = true;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      text.append(first ? "" : ",");
      first = false;
      append(parser, token, text);
    }
    text.append(']');
  }

  private static void string(String value, StringBuilder text) {
    text.append('"').append(JsonStringEncoder.getInstance().quoteAsString(value)).append('"');
  }

  /** Not in plain notation, where 1e999999999 would fill the memory. */
  private static String number(String written) {
    try {
      BigDecimal value = new BigDecimal(written);
      return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
    } catch (NumberFormatException e) {
      return written; // an exponent beyond 32 bits: equal only to itself
    }
  }
}
