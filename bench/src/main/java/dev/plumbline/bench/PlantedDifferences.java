package dev.plumbline.bench;

import dev.plumbline.core.reconcile.judge.Difference;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Differences scattered over the whole key, of every kind, and what must be found of them. */
final class PlantedDifferences {
  private static final String TABLE = DigestTable.SCHEMA + "." + DigestTable.NAME;

  private final Map<String, String> kinds = new HashMap<>();

  /** Plants them; the rows of both stores were equal before. */
  static PlantedDifferences plant(Connection mySql, Connection warehouse, long rows, int wanted)
      throws SQLException {
    PlantedDifferences planted = new PlantedDifferences();
    Random random = new Random(42);
    long span = rows / wanted;
    try (Statement left = mySql.createStatement();
        Statement right = warehouse.createStatement()) {
      for (int i = 0; i < wanted; i++) {
        long id = 1 + i * span + random.nextLong(span);
        switch (i % 4) {
          case 0 -> {
            right.addBatch("UPDATE " + TABLE + " SET price = price + 0.01 WHERE id = " + id);
            planted.kinds.put(Long.toString(id), "CHANGED");
          }
          case 1 -> {
            right.addBatch("DELETE FROM " + TABLE + " WHERE id = " + id);
            planted.kinds.put(Long.toString(id), "MISSING");
          }
          case 2 -> {
            left.addBatch("DELETE FROM " + TABLE + " WHERE id = " + id);
            planted.kinds.put(Long.toString(id), "EXTRA");
          }
          default -> {
            left.addBatch(
                "UPDATE "
                    + TABLE
                    + " SET note = CONCAT(COALESCE(note, ''), '🙂') WHERE id = "
                    + id);
            planted.kinds.put(Long.toString(id), "CHANGED");
          }
        }
      }
      left.executeBatch();
      right.executeBatch();
    }
    return planted;
  }

  int size() {
    return kinds.size();
  }

  /**
   * @throws IllegalStateException unless exactly these were found
   */
  void requireFound(List<Difference> found) {
    List<String> wrong = new ArrayList<>();
    Map<String, String> open = new HashMap<>(kinds);
    for (Difference one : found) {
      String kind = open.remove(one.key().toString());
      if (!one.kind().name().equals(kind)) {
        wrong.add(one.kind() + " " + one.key() + " where there is " + kind);
      }
    }
    open.forEach((key, kind) -> wrong.add(kind + " " + key + " not found"));
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(
          "The comparison is wrong about " + wrong.size() + " keys, such as " + wrong.get(0));
    }
  }
}
