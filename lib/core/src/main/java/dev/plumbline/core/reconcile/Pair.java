package dev.plumbline.core.reconcile;

import com.fasterxml.jackson.annotation.JsonValue;

/** Two copies that are compared. */
public enum Pair {
  SOURCE_REPLICA("source/replica"),
  SOURCE_BRONZE("source/bronze"),
  BRONZE_FALLBACK("bronze/fallback"),
  LAKE_REDSHIFT("lake/redshift"),
  /** Any two stores, of which nothing is known but their addresses. */
  SOURCE_TARGET("source/target");

  private final String label;

  Pair(String label) {
    this.label = label;
  }

  @JsonValue
  public String label() {
    return label;
  }
}
