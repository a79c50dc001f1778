package dev.plumbline.core.reconcile.measure;

import java.time.Instant;

/**
 * The digest that a source gave of the rows that were read from it, in the snapshots in which they
 * were read.
 *
 * @param readAt when reading began: everything that the source had committed by then is in the rows
 * @param zeroDates rows in which a date that no calendar holds was read as NULL, as declared; where
 *     the digest was carried on, at most so many
 * @param derived how it was carried on from a digest of all rows, for people: less what bronze held
 *     of the rows that went, plus what the source said of those that came; empty where the source
 *     gave it of all rows at once
 */
public record SourceDigest(Instant readAt, TableDigest digest, long zeroDates, String derived) {
  public SourceDigest {
    derived = derived == null ? "" : derived;
  }

  /** Of all rows, read at once. */
  public SourceDigest(Instant readAt, TableDigest digest, long zeroDates) {
    this(readAt, digest, zeroDates, "");
  }

  /**
   * The digest after some rows went and others came.
   *
   * @param went what bronze held of the rows that went
   * @param came what the source says of the rows that came
   * @param through when everything that the source had committed by then is in the rows
   * @param how the rows that changed were found, for people
   */
  public SourceDigest carried(
      TableDigest went, TableDigest came, long zeroDatesCame, Instant through, String how) {
    return new SourceDigest(through, digest.minus(went).plus(came), zeroDates + zeroDatesCame, how);
  }
}
