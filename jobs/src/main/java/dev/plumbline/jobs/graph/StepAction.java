package dev.plumbline.jobs.graph;

import java.util.List;

/** What a step does. */
@FunctionalInterface
public interface StepAction {
  /**
   * @return one result per table of the step, in the order of its tables
   * @throws Exception when the step fails; what depends on it is skipped
   */
  List<StepResult> run() throws Exception;
}
