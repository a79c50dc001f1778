package dev.plumbline.jobs.graph;

import dev.plumbline.core.run.StepProgress;

/** Hears of steps as they begin and end; called from the threads that run them. */
public interface StepListener {
  /** A step begins; what is returned hears how far it is. */
  StepProgress started(Step step);

  void ended(StepEnd end);
}
