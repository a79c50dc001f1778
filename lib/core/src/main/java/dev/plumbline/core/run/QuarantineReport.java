package dev.plumbline.core.run;

/**
 * How many rows of one table were set aside for one reason.
 *
 * @param table the model that refused them, such as {@code silver.fact_comments}
 * @param where the table in which they can be read
 */
public record QuarantineReport(String table, String reason, long rows, String where) {}
