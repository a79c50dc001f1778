package dev.plumbline.core.route;

/** Why a table is served as it is. */
public enum Cause {
  /** A person said so. */
  PINNED,
  /** The replica is healthy and proven. */
  REPLICA_PROVEN,
  /** Not enough bad checks yet. */
  BAD_CHECKS_BORNE,
  /** Proven wrong, and less than the limit. */
  MISMATCH_BORNE,
  /** Nothing is proven, neither the replica nor a fallback; the table had to be served somehow. */
  NOTHING_PROVEN,
  /** The replica's table cannot be read. */
  UNREADABLE,
  /** The replica is too far behind. */
  LAG,
  /** Too many rows of the replica are proven wrong. */
  MISMATCH,
  /** A critical column of the replica is proven wrong. */
  CRITICAL,
  /** Too many bad checks in a row. */
  BAD_CHECKS,
  /** The replica would have to be left, and the policy keeps it. */
  KEPT_BY_POLICY,
  /** The replica would have to be left, and no fallback is fit to serve. */
  NO_FIT_FALLBACK,
  /** Not on the replica, which has not proven itself yet. */
  WAITING,
  /** The replica has proven itself. */
  PROVEN_AGAIN,
  /** The replica has passed one clean check, and the fallback is no longer fit to serve. */
  FALLBACK_WORSE;

  /** Whether it makes the replica a copy to leave. */
  public boolean leaves() {
    return this == UNREADABLE
        || this == LAG
        || this == MISMATCH
        || this == CRITICAL
        || this == BAD_CHECKS;
  }
}
