package dev.plumbline.jobs.run;

import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.run.RunId;
import dev.plumbline.jobs.cli.JobName;
import dev.plumbline.jobs.cli.JobOptions;
import dev.plumbline.jobs.cli.Selection;
import dev.plumbline.jobs.console.Console;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.s3.ObjectStore;
import java.time.Clock;

/** What a job knows when it starts: everything that was read, nothing that was opened but S3. */
public record JobContext(
    JobName job,
    JobOptions options,
    EnvConfig env,
    PipelineConfig pipeline,
    Selection selection,
    RunId runId,
    Secrets secrets,
    ObjectStore store,
    Console console,
    Clock clock) {

  /** The same for another job of the pipeline. */
  public JobContext as(JobName other, RunId otherRun) {
    return new JobContext(
        other, options, env, pipeline, selection, otherRun, secrets, store, console, clock);
  }

  /** The same with other declarations of the pipeline's tables. */
  public JobContext with(PipelineConfig other) {
    return new JobContext(
        job,
        options,
        env,
        other,
        new Selection(options.select(), other),
        runId,
        secrets,
        store,
        console,
        clock);
  }

  /** A command line of this job's environment and pipeline, for messages. */
  public String command(String jobAndFlags) {
    return "bin/plumbline "
        + jobAndFlags
        + " --env "
        + options.env()
        + " --pipeline "
        + options.pipeline();
  }

  /** Where a text is kept that later runs of the pipeline read. */
  public String stateObject(String name) {
    String state = env.state();
    return (state.endsWith("/") ? state : state + "/") + name + "/" + pipeline.name();
  }

  /** Where files of this pipeline that live for one run are put. */
  public String stagedPrefix() {
    return env.state() + "/staged";
  }
}
