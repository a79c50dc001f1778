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

  /**
   * @throws IllegalArgumentException for a label of none
   */
  public static Depth of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
