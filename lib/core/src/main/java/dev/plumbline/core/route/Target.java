package dev.plumbline.core.route;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a serving view stands on. */
public enum Target {
  /** The table that zero-ETL fills. */
  REPLICA,
  /** Our own copy of the source. */
  FALLBACK,
  /** Nothing: whoever reads the view gets an error. */
  BLOCKED;

  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException when there is no target of that name
   */
  public static Target of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
