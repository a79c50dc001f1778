package dev.plumbline.jobs.ingest;

import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.mysql.MySqlUpsert.Counts;
import dev.plumbline.stores.rest.RestPage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Counts what becomes of one resource while it goes on. For one thread. */
final class Tally {
  private static final int KEPT_REJECTIONS = 1000;

  private final TableSpec table;
  private final Clock clock;
  private final IngestListener listener;
  private final Instant startedAt;
  private final List<RejectedRow> rejections = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private Counts counts = new Counts(0, 0, 0);
  private OptionalLong total = OptionalLong.empty();
  private boolean totalMoved;
  private long pages;
  private long rows;
  private long rejected;
  private long deleted;
  private long retries;
  private long bytes;
  private boolean failed;
  private boolean degraded;

  Tally(TableSpec table, Clock clock, IngestListener listener) {
    this.table = table;
    this.clock = clock;
    this.listener = listener;
    this.startedAt = clock.instant();
    listener.started(resource(), table.source().toString());
  }

  void page(RestPage page) {
    totalMoved |= pages > 0 && !total.equals(page.total());
    total = page.total();
    pages++;
    rows += page.rows().size();
    retries += page.retries();
    bytes += page.bytes();
  }

  void written(Counts more) {
    counts = counts.plus(more);
    listener.advanced(resource(), rows, total);
  }

  void rejected(String key, String reason) {
    RejectedRow row = new RejectedRow(resource(), key, reason);
    rejected++;
    degraded = true;
    if (rejections.size() < KEPT_REJECTIONS) {
      rejections.add(row);
    }
    listener.rejected(row);
  }

  void deleted(long more) {
    deleted += more;
  }

  /** Ends as FAILED. */
  void failed(String message) {
    failed = true;
    remarks.add(message);
  }

  /** Ends as DEGRADED at best. */
  void degraded(String message) {
    degraded = true;
    remarks.add(message);
  }

  /** Worth telling, and no fault. */
  void remark(String message) {
    remarks.add(message);
  }

  long rows() {
    return rows;
  }

  OptionalLong total() {
    return total;
  }

  /** Whether the API counted another total on another page. */
  boolean totalMoved() {
    return totalMoved;
  }

  boolean hasFailed() {
    return failed || (rows > 0 && rejected == rows);
  }

  ResourceSummary summary() {
    RunStatus status =
        hasFailed() ? RunStatus.FAILED : degraded ? RunStatus.DEGRADED : RunStatus.OK;
    double seconds = Duration.between(startedAt, clock.instant()).toNanos() / 1e9;
    return new ResourceSummary(
        resource(),
        table.source().toString(),
        pages,
        rows,
        counts.inserted(),
        counts.updated(),
        counts.unchanged(),
        deleted,
        rejected,
        retries,
        bytes,
        seconds,
        status,
        message(),
        rejections,
        startedAt);
  }

  private String message() {
    List<String> parts = new ArrayList<>();
    if (rejected > 0) {
      RejectedRow first = rejections.get(0);
      parts.add(
          rejected
              + (rejected == 1 ? " row was" : " rows were")
              + " rejected, the first: "
              + first.key()
              + " ("
              + first.reason()
              + ")");
    }
    parts.addAll(remarks);
    return String.join("; ", parts);
  }

  String resource() {
    return table.ingest().orElseThrow().resource();
  }
}
