package dev.plumbline.core.reconcile.form;

/**
 * The version of the canonical form. Digests of two versions say nothing about each other: they
 * compare as INCONCLUSIVE.
 */
public enum DigestVersion {
  /** As {@code docs/digests.md} describes it. */
  V1
}
