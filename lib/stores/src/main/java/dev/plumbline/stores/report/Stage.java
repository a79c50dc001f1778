package dev.plumbline.stores.report;

import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** All steps of one stage together. */
record Stage(String job, List<StepReport> steps) {
  Stage {
    steps = List.copyOf(steps);
  }

  /** The stages in the order in which the report names them first. */
  static List<Stage> of(RunReport report) {
    Map<String, List<StepReport>> byJob =
        report.steps().stream()
            .collect(
                Collectors.groupingBy(StepReport::job, LinkedHashMap::new, Collectors.toList()));
    return byJob.entrySet().stream().map(e -> new Stage(e.getKey(), e.getValue())).toList();
  }

  long rowsRead() {
    return sum(StepReport::rowsRead);
  }

  long rowsWritten() {
    return sum(StepReport::rowsWritten);
  }

  long rowsQuarantined() {
    return sum(StepReport::rowsQuarantined);
  }

  long bytes() {
    return sum(StepReport::bytes);
  }

  /** False for a stage that only looks at rows. */
  boolean movesRows() {
    return !job.equals("reconcile") && !job.equals("route");
  }

  /** Time of all steps added up: more than passed where they ran at the same time. */
  double seconds() {
    return steps.stream().mapToDouble(StepReport::seconds).sum();
  }

  long count(RunStatus status) {
    return steps.stream().filter(step -> step.status() == status).count();
  }

  private long sum(ToLongFunction<StepReport> number) {
    return steps.stream().mapToLong(step -> Math.max(0, number.applyAsLong(step))).sum();
  }
}
