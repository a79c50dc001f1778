package dev.plumbline.jobs.console;

import java.util.List;

/**
 * What a run is about to do.
 *
 * @param environment where things are, such as {@code conf/env/local.yaml}
 * @param found what the pipeline holds, such as {@code 3 tables} and {@code 6 models}
 * @param steps lines that will be printed, one per table of each step
 * @param parallel steps that run at the same time
 */
public record RunHeader(
    String job,
    String pipeline,
    String runId,
    String environment,
    List<String> found,
    int steps,
    int parallel) {
  public RunHeader {
    found = List.copyOf(found);
  }
}
