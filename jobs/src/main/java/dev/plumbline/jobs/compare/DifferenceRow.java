package dev.plumbline.jobs.compare;

/**
 * A line of the files that list all differences: a differing cell, or a key where no cells were
 * read.
 *
 * @param rightKey the right side's spelling where it is another, else null
 * @param column null where no cells were read
 * @param left the left value as people read it; null for NULL
 * @param right the same of the right side
 * @param cause what the two values look like; null where that is nothing
 * @param committed when the row was written, ISO-8601; null where that is not known
 */
record DifferenceRow(
    String kind,
    String key,
    String rightKey,
    long rows,
    String column,
    String left,
    String right,
    String cause,
    String committed) {}
