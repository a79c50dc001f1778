package dev.plumbline.jobs.graph;

import dev.plumbline.core.run.StepProgress;
import java.util.List;

/** What a step does. */
@FunctionalInterface
public interface StepAction {
  /**
   * @param progress hears how far the step is
   * @return one result per table of the step, in the order of its tables
   * @throws Exception when the step fails; what depends on it is skipped
   */
  List<StepResult> run(StepProgress progress) throws Exception;
}
