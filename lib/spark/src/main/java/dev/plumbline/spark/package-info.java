/**
 * What needs Spark: sessions, sources, lake tables, models and their quality. {@code source},
 * {@code lake} and {@code model} do not know one another; jobs wire them.
 */
package dev.plumbline.spark;
