package dev.plumbline.core.reconcile;

/**
 * How long a part of a comparison took.
 *
 * @param part {@code counts}, {@code checksums}, {@code rows}, {@code fence} or {@code cells}
 * @param seconds of all sessions together, where several worked beside each other
 */
public record Rung(String part, double seconds) {}
