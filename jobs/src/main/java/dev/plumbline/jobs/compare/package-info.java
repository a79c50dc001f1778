/**
 * Comparing two copies of a table, whoever asks for it: a pipeline's run or a check without one.
 */
package dev.plumbline.jobs.compare;
