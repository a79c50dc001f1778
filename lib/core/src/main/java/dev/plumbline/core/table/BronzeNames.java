package dev.plumbline.core.table;

import java.util.Locale;

/** What a source database is called in the lake. */
public final class BronzeNames {
  private BronzeNames() {}

  /** The namespace of a source database; the Glue catalog takes {@code [a-z0-9_]+} only. */
  public static String namespace(String database) {
    return "bronze_" + database.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
  }
}
