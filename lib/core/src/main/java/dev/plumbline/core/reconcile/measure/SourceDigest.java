package dev.plumbline.core.reconcile.measure;

import java.time.Instant;

/**
 * The digest that a source gave of the rows that were read from it, in the snapshots in which they
 * were read.
 *
 * @param readAt when reading began: everything that the source had committed by then is in the rows
 * @param zeroDates rows in which a date that no calendar holds was read as NULL, as declared
 */
public record SourceDigest(Instant readAt, TableDigest digest, long zeroDates) {}
