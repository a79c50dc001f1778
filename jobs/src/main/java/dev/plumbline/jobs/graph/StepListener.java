package dev.plumbline.jobs.graph;

/** Hears of steps as they begin and end; called from the threads that run them. */
public interface StepListener {
  void started(Step step);

  void ended(StepEnd end);
}
