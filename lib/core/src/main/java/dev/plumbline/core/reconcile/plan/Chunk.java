package dev.plumbline.core.reconcile.plan;

import java.io.Serializable;

/**
 * One piece of work: rows of a key range, cut into buckets. Travels to executors and into the
 * record of a run, so it holds values only.
 *
 * @param number from 0, unique in its plan
 */
public record Chunk(int number, KeyRange range, Bucketing bucketing) implements Serializable {}
