package dev.plumbline.core.config;

import java.util.Objects;

/** A value that must not be seen: it prints masked and never equals by accident in a log. */
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = Objects.requireNonNull(value);
  }

  /** The value itself, for the one place that hands it to a driver. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "****";
  }
}
