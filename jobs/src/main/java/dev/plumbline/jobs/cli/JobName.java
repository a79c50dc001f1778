package dev.plumbline.jobs.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The jobs that a command line can name. */
public enum JobName {
  RUN(
      "The main job: extract, build, publish, reconcile, then the report.",
      "run",
      List.of("extract", "build", "publish", "reconcile")),
  INGEST(
      "Fill Aurora from the REST API. The only job that writes to a source.",
      "ingest",
      List.of("ingest")),
  EXTRACT(
      "Read Aurora and the API into bronze: each table replaced in one commit.",
      "extract",
      List.of("extract")),
  BUILD(
      "Build silver and gold from bronze, behind their quality gates.", "build", List.of("build")),
  PUBLISH(
      "Bring bronze, silver and gold to Redshift, switched group by group.",
      "publish",
      List.of("publish")),
  RECONCILE(
      "Compare the copies of every table and tell which are equal.",
      "reconcile",
      List.of("reconcile"));

  private final String description;
  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> stages;

  JobName(String description, String label, List<String> stages) {
    this.description = description;
    this.label = label;
    this.stages = stages;
  }

  public String description() {
    return description;
  }

  public String label() {
    return label;
  }

  /** The stages that the job consists of, in the words of {@code steps[].job}. */
  public List<String> stages() {
    return stages;
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(job -> job.name().toLowerCase(Locale.ROOT)).toList();
  }
}
