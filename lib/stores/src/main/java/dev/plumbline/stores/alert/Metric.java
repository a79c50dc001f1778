package dev.plumbline.stores.alert;

/**
 * One number at one moment.
 *
 * @param table empty for a number of the whole pipeline
 * @param unit as CloudWatch names it, such as {@code Seconds} or {@code Count}
 */
public record Metric(String name, String pipeline, String table, double value, String unit) {}
