package dev.plumbline.core.table;

/**
 * When a comparison reads no further, since the copies are plainly different.
 *
 * @param differences differing keys after which it ends; 0 for the standard limit
 * @param percent share of the rows read so far after which it ends; 0 for whatever share
 */
public record StopSpec(long differences, int percent) {
  /** Only what bounds memory. */
  public static final StopSpec STANDARD = new StopSpec(0, 0);
}
