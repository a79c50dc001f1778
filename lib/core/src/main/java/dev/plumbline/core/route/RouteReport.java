package dev.plumbline.core.route;

import java.time.Instant;

/**
 * Which copy serves one table.
 *
 * @param target {@code replica} or {@code fallback}
 * @param readersExposed readers that query the replica directly, past the serving view
 */
public record RouteReport(
    String table, String target, String reason, Instant since, long readersExposed) {}
