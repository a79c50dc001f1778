package dev.plumbline.spark.source;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.TableDigest;
import java.io.Serializable;

/**
 * What a source says of the rows that were read from it.
 *
 * @param digest with NULL for the dates that are read as NULL
 * @param zeroDates rows in which a date that no calendar holds was read as NULL
 */
public record ReadDigest(TableDigest digest, long zeroDates) implements Serializable {
  public static ReadDigest empty(TableForm form) {
    return new ReadDigest(TableDigest.empty(form), 0);
  }

  public ReadDigest plus(ReadDigest other) {
    return new ReadDigest(digest.plus(other.digest), zeroDates + other.zeroDates);
  }
}
