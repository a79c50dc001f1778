package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of the blog pipeline, and how its copies are read. */
final class Blog {
  /** Columns that the API fills, by table; they are text or numbers in every store. */
  static final Map<String, List<String>> COLUMNS =
      Map.of(
          "users",
          List.of(
              "id",
              "name",
              "username",
              "email",
              "phone",
              "website",
              "street",
              "suite",
              "city",
              "zipcode",
              "lat",
              "lng",
              "company_name",
              "company_catch_phrase",
              "company_bs"),
          "posts",
          List.of("id", "user_id", "title", "body"),
          "comments",
          List.of("id", "post_id", "name", "email", "body"));

  private Blog() {}

  /** Every pair of every table matches with that many rows on both sides. */
  static void assertMatches(JsonNode report, Map<String, Long> rows) {
    Map<String, JsonNode> pairs = new LinkedHashMap<>();
    report.path("reconcile").forEach(pair -> pairs.put(name(pair), pair));
    rows.forEach(
        (table, count) -> {
          for (String pair : List.of("source/replica", "source/bronze", "bronze/fallback")) {
            JsonNode found = pairs.get(table + " " + pair);
            assertThat(found).as(table + " " + pair).isNotNull();
            assertThat(found.path("verdict").asText()).as(found.toString()).isEqualTo("MATCH");
            assertThat(found.path("left").path("rows").asLong()).isEqualTo(count);
            assertThat(found.path("right").path("rows").asLong()).isEqualTo(count);
          }
        });
  }

  private static String name(JsonNode pair) {
    return pair.path("table").asText() + " " + pair.path("pair").asText();
  }

  /** The table's rows by key, each as the text of its values. */
  static Map<Long, List<String>> rows(Connection connection, String from, List<String> columns)
      throws SQLException {
    Map<Long, List<String>> rows = new LinkedHashMap<>();
    String list = String.join(", ", columns);
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT " + list + " FROM " + from + " ORDER BY id")) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          Object value = result.getObject(i);
          row.add(value instanceof Number number ? plain(number) : String.valueOf(value));
        }
        assertThat(rows.put(result.getLong(1), row)).as("duplicate key in " + from).isNull();
      }
    }
    return rows;
  }

  private static String plain(Number number) {
    return new java.math.BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
  }
}
