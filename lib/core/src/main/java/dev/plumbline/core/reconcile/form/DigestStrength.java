package dev.plumbline.core.reconcile.form;

import java.util.List;

/**
 * How a row is hashed and how much of the hash is summed over a bucket. A lane is 60 bits of the
 * hash, taken as an integer; sums of lanes are exact.
 */
public enum DigestStrength {
  /**
   * CRC-32 of each row, for rows that are digested one by one while they are read for something
   * else: a row that is not what it was is missed with a chance of 2^-32. CRC is linear, so its
   * values are spread over a lane before they are summed, which no store does.
   */
  CHECKSUM("CRC-32", 1),
  /** One lane of MD5: a change is missed with a chance of 2^-60 per bucket. */
  STANDARD("MD5", 1),
  /** Two lanes of MD5. */
  DOUBLE("MD5", 2),
  /** Four lanes of SHA-256, for copies that somebody may have altered on purpose. */
  STRONG("SHA-256", 4);

  /** Hex digits in a lane. */
  public static final int LANE_DIGITS = 15;

  private final String algorithm;
  private final int lanes;

  DigestStrength(String algorithm, int lanes) {
    this.algorithm = algorithm;
    this.lanes = lanes;
  }

  /** Those by which stores are compared. */
  public static List<DigestStrength> ofStores() {
    return List.of(STANDARD, DOUBLE, STRONG);
  }

  /** As {@link java.security.MessageDigest} names it, which knows nothing of checksums. */
  public String algorithm() {
    return algorithm;
  }

  public int lanes() {
    return lanes;
  }
}
