package dev.plumbline.core.reconcile.judge;

import java.io.Serializable;

/**
 * Losses on the right that are known and accepted. Whatever it does not name stays a mismatch.
 *
 * @param truncateColumns the integration's TRUNCATECOLUMNS: text is cut at the column's bytes
 * @param acceptInvChars the integration's ACCEPTINVCHARS: characters become {@code ?}
 * @param zeroDates dates that no calendar holds become NULL
 */
public record LossPolicy(boolean truncateColumns, boolean acceptInvChars, boolean zeroDates)
    implements Serializable {
  public static final LossPolicy NONE = new LossPolicy(false, false, false);
}
