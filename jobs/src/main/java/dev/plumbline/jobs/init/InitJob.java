package dev.plumbline.jobs.init;

import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.init.Changes;
import dev.plumbline.core.init.FileChange;
import dev.plumbline.core.init.FileChange.Status;
import dev.plumbline.core.init.InitPlan;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.ImportSpec;
import dev.plumbline.core.table.Origin;
import dev.plumbline.jobs.cli.InitOptions;
import dev.plumbline.jobs.console.Console;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.s3.S3Uri;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes a pipeline for an existing schema, or shows what has changed since. */
public final class InitJob {
  private final InitOptions options;
  private final EnvConfig env;
  private final Secrets secrets;
  private final Console console;
  private final Clock clock;
  private final Function<String, PipelineConfig> pipelines;

  /**
   * @param pipelines reads a pipeline's folder
   */
  public InitJob(
      InitOptions options,
      EnvConfig env,
      Secrets secrets,
      Console console,
      Clock clock,
      Function<String, PipelineConfig> pipelines) {
    this.options = options;
    this.env = env;
    this.secrets = secrets;
    this.console = console;
    this.clock = clock;
    this.pipelines = pipelines;
  }

  /** What the job did, for programs. */
  record Report(
      String pipeline,
      String folder,
      boolean written,
      List<FileChange> files,
      List<String> notes) {}

  /**
   * @throws PlumblineException exit 2 when the folder or the schema is not fit; exit 20 when the
   *     source does not answer
   */
  public ExitCode run() {
    if (S3Uri.isS3(options.out())) {
      throw usage("--out must be a folder of this machine; copy it to S3 afterwards");
    }
    Path path = Path.of(options.out());
    PipelineFolder folder = new PipelineFolder(path);
    boolean again = folder.holdsPipeline();
    Optional<PipelineConfig> present =
        again ? Optional.of(pipelines.apply(options.out())) : Optional.empty();
    present.ifPresent(pipeline -> requireSame(pipeline, folder.written().keySet()));
    InitPlan plan =
        new Proposal(options, env, secrets, clock)
            .of(InitPlan.pipelineName(path.getFileName().toString()), present);
    List<FileChange> changes = Changes.between(plan.files(), folder.present(), folder.written());
    boolean write = !again || options.update();
    if (write) {
      folder.write(plan.files(), changes);
    }
    tell(plan, changes, again, write);
    if (write) {
      PipelineConfig written = pipelines.apply(options.out());
      console.print(
          written.tables().size()
              + written.imports().size()
              + " tables, "
              + written.models().size()
              + " models.");
    }
    if (options.json()) {
      console.json(
          new Report(
              InitPlan.pipelineName(path.getFileName().toString()),
              options.out(),
              write,
              changes,
              plan.notes()));
    }
    return ExitCode.OK;
  }

  /** Refuses a folder that was written for something else, whose files would all be gone. */
  private void requireSame(PipelineConfig pipeline, Set<String> written) {
    Set<String> sources = new TreeSet<>();
    pipeline.tables().stream()
        .filter(table -> written.contains(tableFile(table.id())))
        .forEach(table -> sources.add(source(pipeline.source(), table.source().schema())));
    for (ImportSpec spec : pipeline.imports()) {
      if (written.contains(tableFile(spec.id()))
          && spec.origin() instanceof Origin.Relation relation) {
        sources.add(source(relation.endpoint(), relation.name().schema()));
      }
    }
    if (!sources.isEmpty() && !sources.contains(source(options.source(), options.schema()))) {
      throw usage(
          options.out()
              + " was written for "
              + String.join(", ", sources)
              + "; name another folder with --out");
    }
  }

  private static String tableFile(String id) {
    return "tables/" + id + ".yaml";
  }

  private static String source(String endpoint, String schema) {
    return "--source " + endpoint + " --schema " + schema;
  }

  private void tell(InitPlan plan, List<FileChange> changes, boolean again, boolean written) {
    plan.notes().forEach(note -> console.print("  " + note));
    if (!plan.notes().isEmpty()) {
      console.print("");
    }
    List<FileChange> told =
        changes.stream().filter(change -> change.status() != Status.SAME).toList();
    if (again) {
      told.forEach(this::tell);
    }
    console.print(sums(changes, written));
    String pipeline = " --env " + options.env() + " --pipeline " + options.out();
    console.print(
        "Next: "
            + (again && !written && told.stream().anyMatch(InitJob::updates)
                ? "bin/plumbline init --update --env "
                    + options.env()
                    + " --source "
                    + options.source()
                    + " --schema "
                    + options.schema()
                    + " --out "
                    + options.out()
                : "bin/plumbline preflight" + pipeline + ", then bin/plumbline run" + pipeline));
  }

  private void tell(FileChange change) {
    console.print(change.path() + "  " + meaning(change.status()));
    change.diff().forEach(line -> console.print("    " + line));
    console.print("");
  }

  /** Whether {@code --update} does anything about it. */
  private static boolean updates(FileChange change) {
    return change.status() != Status.ORPHANED;
  }

  private static String meaning(Status status) {
    return switch (status) {
      case ADDED -> "new";
      case CHANGED -> "changed";
      case REMOVED -> "gone from the source";
      case EDITED -> "edited by hand, so it stays; --update puts the proposal beside it";
      case ORPHANED -> "gone from the source; edited by hand, so it stays until you remove it";
      case DECLINED -> "proposed otherwise by now; removed by hand, so it stays away";
      case SAME -> "as it is";
    };
  }

  private String sums(List<FileChange> changes, boolean written) {
    Map<Status, Long> counts =
        changes.stream().collect(Collectors.groupingBy(FileChange::status, Collectors.counting()));
    boolean nothing = counts.keySet().stream().allMatch(Status.SAME::equals);
    if (nothing) {
      return "Nothing has changed: " + options.out() + " is as it would be proposed today.";
    }
    String sums =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getValue() + " " + word(entry.getKey()))
            .collect(Collectors.joining(", "));
    return (written ? "Wrote " + options.out() + ": " : "Nothing was written. Files: ")
        + sums
        + ".";
  }

  private static String word(Status status) {
    return switch (status) {
      case ADDED -> "new";
      case CHANGED -> "changed";
      case REMOVED -> "gone";
      case EDITED -> "edited by hand";
      case ORPHANED -> "to be removed by hand";
      case DECLINED -> "removed by hand";
      case SAME -> "as they are";
    };
  }

  static PlumblineException usage(String reason) {
    return new PlumblineException(ExitCode.USAGE, "Cannot propose a pipeline: " + reason);
  }
}
