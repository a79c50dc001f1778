package dev.plumbline.core.reconcile.form;

import dev.plumbline.core.table.CanonicalForm;
import java.math.BigDecimal;
import java.util.Optional;

/** How far apart two canonical values are. */
public final class CanonicalDistance {
  private static final int MICRO_DIGITS = 6;
  private static final BigDecimal SECONDS_PER_DAY = BigDecimal.valueOf(86_400);

  private CanonicalDistance() {}

  /**
   * Absolute for numbers, in seconds for times; empty where one is NULL or the form has no measure.
   */
  public static Optional<BigDecimal> between(CanonicalForm form, String left, String right) {
    if (left == null || right == null) {
      return Optional.empty();
    }
    try {
      BigDecimal apart = number(form, left).subtract(number(form, right)).abs();
      return switch (form) {
        case INTEGER, DECIMAL, FLOAT32, FLOAT64 -> Optional.of(apart);
        case DATE -> Optional.of(apart.multiply(SECONDS_PER_DAY));
        case LOCAL_MICROS, INSTANT_MICROS, DURATION_MICROS ->
            Optional.of(apart.movePointLeft(MICRO_DIGITS));
        default -> Optional.empty();
      };
    } catch (NumberFormatException e) {
      // NaN, infinities, zero dates and what has not the shape of its form are far from anything.
      return Optional.empty();
    }
  }

  private static BigDecimal number(CanonicalForm form, String canonical) {
    return switch (form) {
      case FLOAT32, FLOAT64 -> new BigDecimal(Double.parseDouble(canonical));
      default -> new BigDecimal(canonical);
    };
  }
}
