package dev.plumbline.core.reconcile.judge;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is wrong with a key. */
public enum DifferenceKind {
  /** On the left only. */
  MISSING,
  /** On the right only. */
  EXTRA,
  /** On both, with other values. */
  CHANGED,
  /** More often on the right than on the left, which has it. */
  DUPLICATE,
  /** The same row by the left store's own equality of keys, with the key spelled otherwise. */
  KEY_CASE,
  /** Changed only by losses that the policy names. */
  EXPECTED_LOSS,
  /** It kept moving, or the replica did not arrive: nothing is known. */
  UNSETTLED;

  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
