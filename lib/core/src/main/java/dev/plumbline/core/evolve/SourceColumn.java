package dev.plumbline.core.evolve;

/**
 * A column as the source describes it.
 *
 * @param type as the server writes it, such as {@code varchar(20)}
 */
public record SourceColumn(String name, String type, boolean nullable) {}
