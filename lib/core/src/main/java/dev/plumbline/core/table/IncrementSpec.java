package dev.plumbline.core.table;

import java.time.Duration;

/**
 * That a table's comparison with its replica reads what was written since the last proof.
 *
 * @param cursor the column that tells what was written; whether all keys are compared as well is
 *     what its {@code deletes} say
 * @param whole so long after a proof of all rows all of them are read again
 */
public record IncrementSpec(CursorSpec cursor, Duration whole) {}
