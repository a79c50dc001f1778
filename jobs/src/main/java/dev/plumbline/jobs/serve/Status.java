package dev.plumbline.jobs.serve;

import dev.plumbline.stores.redshift.DirectReaders.DirectReader;
import java.time.Instant;
import java.util.List;

/**
 * What serves each table of a pipeline.
 *
 * @param at when it was asked
 * @param redshift {@code up}, or why it does not answer
 * @param asOf of what moment it speaks: now, or when Redshift answered last; null when it never did
 * @param integration state of the integration
 * @param lagMillis -1 when unknown
 * @param readers who queries the replica past the views
 * @param notes what else a person should know, such as a resync under way
 */
public record Status(
    String pipeline,
    Instant at,
    String redshift,
    Instant asOf,
    String integration,
    long lagMillis,
    List<Row> tables,
    List<DirectReader> readers,
    List<String> notes) {

  /**
   * One table.
   *
   * @param target {@code replica}, {@code fallback}, {@code blocked} or {@code none}
   * @param state of the table in the integration
   * @param verifiedThrough up to when what serves is proven equal to the source; null when it is
   *     not
   * @param verifiedAt when that was proven; null when it was not
   * @param dataAsOf the moment of the source that readers see; null when unknown
   */
  public record Row(
      String table,
      String group,
      String target,
      Instant since,
      String state,
      Instant verifiedThrough,
      Instant verifiedAt,
      String verifiedDepth,
      Instant dataAsOf,
      String reason,
      boolean needsPeople) {}
}
