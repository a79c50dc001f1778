package dev.plumbline.jobs.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The jobs that a command line can name. */
public enum JobName {
  RUN(
      "The main job: extract, build, publish, reconcile, route, then the report.",
      "run",
      List.of("extract", "build", "publish", "reconcile", "route"),
      RunOptions::new),
  INGEST(
      "Fill Aurora from the REST API. The only job that writes to a source.",
      "ingest",
      List.of("ingest"),
      IngestOptions::new),
  EXTRACT(
      "Read Aurora and the API into bronze: each table in one commit, as its mode says.",
      "extract",
      List.of("extract"),
      ExtractOptions::new),
  BUILD(
      "Build silver and gold from bronze, behind their quality gates.",
      "build",
      List.of("build"),
      StageOptions::new),
  PUBLISH(
      "Bring bronze, silver and gold to Redshift, switched group by group.",
      "publish",
      List.of("publish"),
      StageOptions::new),
  RECONCILE(
      "Compare the copies of every table and tell which are equal.",
      "reconcile",
      List.of("reconcile"),
      ReconcileOptions::new),
  CHECK(
      "Compare two stores, table by table, without a pipeline. Only reads.",
      "check",
      List.of(),
      CheckOptions::new),
  EXPLAIN(
      "Print the SQL that a comparison would run on each store, and run none of it.",
      "explain",
      List.of(),
      ExplainOptions::new),
  INIT(
      "Write a pipeline for an existing schema, or show what has changed since.",
      "init",
      List.of(),
      InitOptions::new),
  PREFLIGHT(
      "Look ahead: what zero-ETL refuses, what extraction finds hard, what rights are missing.",
      "preflight",
      List.of(),
      PreflightOptions::new),
  CHECK_DDL(
      "Tell what each statement of a migration will do to the replica. Connects to nothing.",
      "check-ddl",
      List.of(),
      CheckDdlOptions::new),
  ROUTE(
      "Decide which copy serves each table and switch the serving views; pin by hand.",
      "route",
      List.of(),
      RouteOptions::new),
  STATUS(
      "Tell which copy serves each table, verified through when, and why.",
      "status",
      List.of(),
      JobOptions::new),
  WATCH(
      "Look, decide, route and tell people, in a loop or once. Starts no Spark.",
      "watch",
      List.of(),
      WatchOptions::new),
  ACK("Tell nobody of a table's alerts until then.", "ack", List.of(), AckOptions::new),
  RESYNC(
      "Let zero-ETL copy tables anew, with readers on the fallback meanwhile.",
      "resync",
      List.of(),
      ResyncOptions::new),
  REFILL(
      "Extract and publish again just the keys that differ in our own copies.",
      "refill",
      List.of(),
      RefillOptions::new),
  MAINTENANCE(
      "Keep readers on the fallbacks while the integration is rebuilt or fails over.",
      "maintenance",
      List.of(),
      MaintenanceOptions::new);
  private final String description;
  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> stages;

  @SuppressWarnings("ImmutableEnumChecker") // a constructor reference holds nothing
  private final Supplier<CommonOptions> options;

  /**
   * @param stages the stages of a pipeline that it consists of; empty where it is none
   * @param options makes the object that takes its flags
   */
  JobName(String description, String label, List<String> stages, Supplier<CommonOptions> options) {
    this.description = description;
    this.label = label;
    this.stages = stages;
    this.options = options;
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

  /** An object that takes the flags of one command line. */
  CommonOptions options() {
    return options.get();
  }

  /**
   * The job of that name.
   *
   * @param label as on the command line, such as {@code check-ddl}
   */
  static Optional<JobName> of(String label) {
    return Arrays.stream(values()).filter(job -> job.label.equals(label)).findFirst();
  }
}
