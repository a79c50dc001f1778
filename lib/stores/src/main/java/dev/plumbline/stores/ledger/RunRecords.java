package dev.plumbline.stores.ledger;

import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.stores.s3.ObjectStore;
import dev.plumbline.stores.s3.ObjectStore.Listed;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The record of runs: one {@link RunReport} per run at {@code <state>/runs/<pipeline>/<run
 * id>.json}, written when the run starts and after each step.
 *
 * <p>A report without {@code finishedAt} is of a run that is under way or died; which of the two,
 * the lease tells.
 */
public final class RunRecords {
  private static final String ENDING = ".json";

  private final ObjectStore store;
  private final String folder;

  /**
   * @param state {@code s3://} prefix
   */
  public RunRecords(ObjectStore store, String state) {
    this.store = store;
    this.folder = (state.endsWith("/") ? state : state + "/") + "runs/";
  }

  /** Writes the run's report as it is now, over what was written before. */
  public void write(RunReport report) {
    store.put(uri(report.pipeline(), report.runId()), Json.write(report));
  }

  /** The run's report, or empty when there is no such run. */
  public Optional<RunReport> read(String pipeline, RunId runId) {
    return read(uri(pipeline, runId.value()));
  }

  /** The runs that were written last, the latest first. */
  public List<RunReport> latest(String pipeline, int limit) {
    return store.list(folder + pipeline + "/").stream()
        .filter(listed -> listed.uri().endsWith(ENDING))
        .sorted(Comparator.comparing(Listed::modifiedAt).thenComparing(Listed::uri).reversed())
        .limit(limit)
        .toList()
        // Each is a round trip to S3.
        .parallelStream()
        .map(listed -> read(listed.uri()).orElse(null))
        .filter(Objects::nonNull)
        .toList();
  }

  private Optional<RunReport> read(String uri) {
    return store.get(uri).map(text -> Json.read(text, RunReport.class));
  }

  private String uri(String pipeline, String runId) {
    return folder + pipeline + "/" + runId + ENDING;
  }
}
