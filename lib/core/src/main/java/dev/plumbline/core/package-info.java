/**
 * Decisions, in pure Java: nothing here opens a connection, reads a clock or knows of Spark.
 *
 * <p>Configuration, declared tables, types, verdicts and routing are values that the other modules
 * act upon.
 */
package dev.plumbline.core;
