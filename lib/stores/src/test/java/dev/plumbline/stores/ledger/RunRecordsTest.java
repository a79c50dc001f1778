package dev.plumbline.stores.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.stores.s3.MemoryObjectStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunRecordsTest {
  private static final Instant START = Instant.parse("2026-07-01T02:00:00Z");

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final RunRecords records = new RunRecords(store, "s3://b/state");

  @Test
  void aRunIsReadAsItWasWrittenLast() {
    StepReport step =
        new StepReport("extract", "bronze_blog.users", 10, 10, 0, 1, 0.5, RunStatus.OK, "", START);
    records.write(report("r1", null, List.of()));
    records.write(report("r1", null, List.of(step)));
    assertThat(records.read("blog", new RunId("r1"))).contains(report("r1", null, List.of(step)));
    RunReport done = report("r1", START.plusSeconds(9), List.of(step));
    records.write(done);
    assertThat(records.read("blog", new RunId("r1"))).contains(done);
    assertThat(store.get("s3://b/state/runs/blog/r1.json")).isPresent();
  }

  @Test
  void theLatestRunsComeFirstWhateverTheirIds() {
    records.write(report("zulu", START, List.of()));
    records.write(report("alpha", START, List.of()));
    records.write(report("mike", START, List.of()));
    assertThat(records.latest("blog", 2))
        .extracting(RunReport::runId)
        .containsExactly("mike", "alpha");
  }

  @Test
  void anUnknownRunIsEmptyAndAnUnknownPipelineHasNone() {
    assertThat(records.read("blog", new RunId("none"))).isEmpty();
    assertThat(records.latest("shop", 5)).isEmpty();
  }

  private static RunReport report(String id, Instant finishedAt, List<StepReport> steps) {
    return new RunReport(
        id,
        "blog",
        "run",
        RunStatus.OK,
        0,
        START,
        finishedAt,
        "",
        steps,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null);
  }
}
