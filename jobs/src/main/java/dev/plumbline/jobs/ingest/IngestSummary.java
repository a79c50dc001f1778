package dev.plumbline.jobs.ingest;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import java.util.List;

/** What an ingest did, one entry per resource in the order in which they were filled. */
public record IngestSummary(List<ResourceSummary> resources) {
  public IngestSummary {
    resources = List.copyOf(resources);
  }

  /** FAILED when a resource failed, DEGRADED when one did in part. */
  public RunStatus status() {
    if (has(RunStatus.FAILED)) {
      return RunStatus.FAILED;
    }
    return has(RunStatus.DEGRADED) || has(RunStatus.SKIPPED) ? RunStatus.DEGRADED : RunStatus.OK;
  }

  /** 20 when a resource failed, 3 when one did in part, else 0. */
  public ExitCode exitCode() {
    return switch (status()) {
      case FAILED -> ExitCode.SOURCE_FAILED;
      case DEGRADED -> ExitCode.DEGRADED;
      default -> ExitCode.OK;
    };
  }

  /** The same as steps of a run's report. */
  public List<StepReport> toSteps() {
    return resources.stream().map(ResourceSummary::toStep).toList();
  }

  private boolean has(RunStatus status) {
    return resources.stream().anyMatch(resource -> resource.status() == status);
  }
}
