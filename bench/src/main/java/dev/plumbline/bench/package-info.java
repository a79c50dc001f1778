/**
 * Benchmarks: what a comparison and an extraction cost, each beside what else could be done on the
 * same rows in the same minute.
 */
package dev.plumbline.bench;
