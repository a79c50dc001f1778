package dev.plumbline.core.reconcile.fence;

import java.time.Instant;

/**
 * A place in the source's stream of commits, noted on the writer.
 *
 * @param position as the source names it, such as {@code binlog.000003:1234}; two equal positions
 *     mean that nothing was committed between them
 * @param notedAt on the source's clock
 */
public record SourceMark(String position, Instant notedAt) {}
