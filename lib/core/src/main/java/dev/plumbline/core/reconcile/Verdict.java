package dev.plumbline.core.reconcile;

/** What a comparison came to. */
public enum Verdict {
  /** Equal at the stated depth. */
  MATCH,
  /** They differ, and no write in flight explains it. */
  MISMATCH,
  /** They differ by writes that have not arrived yet. */
  IN_FLIGHT,
  /** They differ by a loss that the policy names. */
  EXPECTED_LOSS,
  /** One side cannot be compared: its state, its key or its types. */
  NOT_COMPARABLE,
  /** It could not be settled. Never a pass. */
  INCONCLUSIVE,
  /** The comparison itself failed. */
  ERROR
}
