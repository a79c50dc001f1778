package dev.plumbline.core.run;

/**
 * The outcome of one quality rule.
 *
 * @param rule the rule as it is written in DQDL
 * @param severity {@code error} or {@code warning}
 * @param message what was measured when the rule does not hold; empty otherwise
 */
public record QualityReport(
    String table, String rule, String severity, boolean passed, String message) {}
