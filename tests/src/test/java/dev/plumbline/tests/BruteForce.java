package dev.plumbline.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.tests.Values.Column;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a source table with its replica by reading both to the last cell, for when nobody
 * writes. Knows nothing of digests, canonical forms and fences.
 */
final class BruteForce {
  private static final ObjectMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final Sandbox sandbox;
  private final String schema;

  BruteForce(Sandbox sandbox, String schema) {
    this.sandbox = sandbox;
    this.schema = schema;
  }

  /**
   * Keys under which the two hold different rows, or one of them not as often.
   *
   * @param key how many columns lead the table and make its key
   */
  Set<String> differing(String table, int key) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Connection replica = replica();
        Statement zone = aurora.createStatement()) {
      zone.execute("SET SESSION time_zone = '+00:00'");
      List<Column> columns = Values.columns(aurora, schema, table);
      Map<List<String>, Integer> surplus = new HashMap<>();
      Values.source(aurora, schema, table, columns)
          .forEach(row -> surplus.merge(plain(row), 1, Integer::sum));
      Values.copy(replica, schema, table, columns)
          .forEach(row -> surplus.merge(plain(row), -1, Integer::sum));
      Set<String> keys = new TreeSet<>();
      surplus.forEach(
          (row, count) -> {
            if (count != 0) {
              keys.add(key(row.subList(0, key)));
            }
          });
      return keys;
    }
  }

  private static List<String> plain(List<String> row) {
    return row.stream()
        .map(value -> value != null && value.startsWith("{") ? sorted(value) : value)
        .map(value -> value == null ? "\0" : value)
        .toList();
  }

  /** A JSON text without regard to the order of keys. */
  private static String sorted(String json) {
    try {
      return SORTED.writeValueAsString(SORTED.readValue(json, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read JSON: " + json, e);
    }
  }

  /** As a difference shows its key. */
  static String key(List<String> values) {
    return values.size() == 1 ? values.get(0) : "(" + String.join(", ", values) + ")";
  }

  private Connection replica() throws SQLException {
    Endpoints.Redshift redshift = sandbox.endpoints().redshift();
    return DriverManager.getConnection(
        redshift
            .url()
            .replace("/" + redshift.database() + "?", "/" + redshift.integrationDatabase() + "?"),
        redshift.etl().user(),
        redshift.etl().password());
  }
}
