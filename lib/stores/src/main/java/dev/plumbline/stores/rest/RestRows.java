package dev.plumbline.stores.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a page's body: a JSON array of objects. Numbers stay exact. */
final class RestRows {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .readerFor(ObjectNode.class);

  private RestRows() {}

  /**
   * The rows of the body.
   *
   * @param limit rows that were asked for
   * @throws IOException when the body is broken: no JSON, cut off, or not an array of objects
   * @throws TooManyRows when there are more than were asked for
   */
  static List<ObjectNode> read(byte[] body, int limit) throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    try (JsonParser parser = READER.getFactory().createParser(body)) {
      expect(parser.nextToken() == JsonToken.START_ARRAY, "it is not a JSON array");
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        expect(
            parser.currentToken() == JsonToken.START_OBJECT,
            "row " + (rows.size() + 1) + " is not a JSON object");
        if (rows.size() == limit) {
          throw new TooManyRows();
        }
        rows.add(READER.readValue(parser));
      }
      expect(parser.nextToken() == null, "something follows the JSON array");
    }
    return rows;
  }

  private static void expect(boolean holds, String problem) throws IOException {
    if (!holds) {
      throw new IOException("broken body: " + problem);
    }
  }

  /** The API answers more rows than it was asked for: it does not page. */
  static final class TooManyRows extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
