package dev.plumbline.core.reconcile.form;

/**
 * How a row is hashed and how much of the hash is summed over a bucket. A lane is 60 bits of the
 * hash, taken as an integer; sums of lanes are exact.
 */
public enum DigestStrength {
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

  /** As {@link java.security.MessageDigest} names it. */
  public String algorithm() {
    return algorithm;
  }

  public int lanes() {
    return lanes;
  }
}
