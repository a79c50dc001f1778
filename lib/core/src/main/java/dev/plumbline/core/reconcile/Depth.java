package dev.plumbline.core.reconcile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A rung of the ladder: how closely two copies were compared. Ordered from cheap to exact. */
public enum Depth {
  STATE,
  COUNTS,
  CHECKSUMS,
  ROWS,
  CELLS;

  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
