package dev.plumbline.tests;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/** Where a column's value stands in the API's answer, written down apart from the configuration. */
final class ApiFields {
  private static final Map<String, String> POINTERS =
      Map.ofEntries(
          Map.entry("street", "/address/street"),
          Map.entry("suite", "/address/suite"),
          Map.entry("city", "/address/city"),
          Map.entry("zipcode", "/address/zipcode"),
          Map.entry("lat", "/address/geo/lat"),
          Map.entry("lng", "/address/geo/lng"),
          Map.entry("company_name", "/company/name"),
          Map.entry("company_catch_phrase", "/company/catchPhrase"),
          Map.entry("company_bs", "/company/bs"),
          Map.entry("user_id", "/userId"),
          Map.entry("post_id", "/postId"));

  private static final Set<String> NUMBERS = Set.of("id", "user_id", "post_id", "lat", "lng");

  private ApiFields() {}

  static String text(JsonNode row, String table, String column) {
    JsonNode value = row.at(POINTERS.getOrDefault(column, "/" + column));
    if (value.isMissingNode()) {
      throw new IllegalStateException("no " + column + " in a row of " + table + ": " + row);
    }
    return NUMBERS.contains(column)
        ? new BigDecimal(value.asText()).stripTrailingZeros().toPlainString()
        : value.asText();
  }
}
