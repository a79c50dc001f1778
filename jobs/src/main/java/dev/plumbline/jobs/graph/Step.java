package dev.plumbline.jobs.graph;

import java.util.List;

/**
 * One step of a run.
 *
 * @param id unique in the graph, such as {@code extract bronze_blog.users}
 * @param job the stage it belongs to, as in reports
 * @param tables the tables that it makes or compares, as in reports
 * @param needs ids of the steps whose success it needs; ids that are not in the graph are taken as
 *     done
 * @param action what it does
 */
public record Step(
    String id, String job, List<String> tables, List<String> needs, StepAction action) {
  public Step {
    tables = List.copyOf(tables);
    needs = List.copyOf(needs);
  }
}
