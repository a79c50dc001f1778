package dev.plumbline.jobs;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.text.Human;
import dev.plumbline.jobs.cli.WatchOptions;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.serve.GroupOutcome;
import dev.plumbline.jobs.serve.Groups;
import dev.plumbline.jobs.serve.Watcher;
import dev.plumbline.jobs.serve.Watcher.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** A light loop, or one pass of it: reads health, decides, routes and tells. Starts no Spark. */
final class WatchJob {
  private final JobContext context;
  private final WatchOptions options;
  private final Supplier<RunId> runIds;
  private final Waiting waiting;

  /**
   * @param runIds names the switches of each pass
   */
  WatchJob(JobContext context, Supplier<RunId> runIds, Waiting waiting) {
    this.context = context;
    this.options = (WatchOptions) context.options();
    this.runIds = runIds;
    this.waiting = waiting;
  }

  Outcome run() {
    if (options.dryRun()) {
      return RouteJob.plan(context, Groups.selected(context));
    }
    Watcher watcher = new Watcher(context);
    RunId runId = context.runId();
    while (true) {
      Instant start = context.clock().instant();
      Pass pass = watcher.pass(runId);
      show(pass, Duration.between(start, context.clock().instant()));
      if (options.once() || Thread.currentThread().isInterrupted()) {
        return new Outcome(pass.code(), String.join("; ", pass.notes()));
      }
      waiting.pass(Duration.ofSeconds(options.every()));
      runId = runIds.get();
    }
  }

  private void show(Pass pass, Duration took) {
    pass.notes().forEach(context.console()::note);
    pass.told()
        .forEach(
            alert -> {
              context.console().print(alert.text());
              if (options.json()) {
                context.console().jsonLine(alert);
              }
            });
    String served = String.join(", ", pass.outcomes().stream().map(WatchJob::words).toList());
    context
        .console()
        .note(
            "pass in "
                + Human.seconds(took.toMillis() / 1000.0)
                + ", exit "
                + pass.code().code()
                + (pass.code() == ExitCode.OK ? "" : " (" + pass.code().meaning() + ")")
                + (served.isEmpty() ? "" : ": " + served));
  }

  private static String words(GroupOutcome outcome) {
    return "group "
        + outcome.group()
        + " on the "
        + outcome.decision().target().label()
        + (outcome.switched() ? ", switched now" : "");
  }
}
