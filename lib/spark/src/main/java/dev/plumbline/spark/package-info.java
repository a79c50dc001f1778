/**
 * What needs Spark: sessions, sources, lake tables, models and their quality. {@code source} knows
 * nothing of {@code lake}, and {@code model} writes through {@code lake}; jobs wire them.
 */
package dev.plumbline.spark;
