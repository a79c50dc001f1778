package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;

/** Keeps clients from writing to a database that an integration fills. */
final class Writes {
  private Writes() {}

  static void refuseIntegration(NameRewriter names, Name target) {
    if (names.isIntegrationTable(target)) {
      throw new SqlError(
          "25006",
          "cannot write to \""
              + String.join(".", target.parts())
              + "\": databases created from a zero-ETL integration are read-only");
    }
  }
}
