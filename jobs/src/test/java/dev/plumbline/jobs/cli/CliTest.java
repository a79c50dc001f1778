package dev.plumbline.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.run.RunId;
import dev.plumbline.jobs.cli.Cli.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  private static final RunId OTHER = new RunId("other");

  @Test
  void aJobIsReadWithItsFlags() {
    Request.Job job =
        (Request.Job)
            Cli.parse(
                List.of(
                    "extract",
                    "--env=e.yaml",
                    "--pipeline",
                    "conf/blog/",
                    "--select",
                    "users,group:billing",
                    "--set",
                    "parallel=4",
                    "--set",
                    "tables.users.group=people",
                    "--run-id",
                    "r1",
                    "--dry-run"));

    assertThat(job.name()).isEqualTo(JobName.EXTRACT);
    JobOptions options = (JobOptions) job.options();
    assertThat(options.pipeline()).isEqualTo("conf/blog");
    assertThat(options.select()).containsExactly("users", "group:billing");
    assertThat(options.overrides())
        .isEqualTo(Map.of("parallel", "4", "tables.users.group", "people"));
    assertThat(options.runId(OTHER)).isEqualTo(new RunId("r1"));
    assertThat(options.dryRun()).isTrue();
  }

  @Test
  void whatIsReadAgainIsARangeOfTheCursor() {
    assertThat(options("run", "--backfill", "2026-01-01..2026-02-01").backfill())
        .contains(new Backfill("2026-01-01", "2026-02-01"));
    assertThat(options("extract", "--backfill=-5..7").backfill()).contains(new Backfill("-5", "7"));
    assertThat(options("run").fullRefresh()).isFalse();
    assertThat(options("run").backfill()).isEmpty();
    assertThatThrownBy(() -> options("run", "--backfill", "2026-01-01").backfill())
        .hasMessage(
            "Cannot extract: --backfill is '2026-01-01' and must be FROM..TO, such as"
                + " 2026-01-01..2026-02-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "extract", "build", "publish"})
  void eachStageThatKeepsWhatHasNotChangedCanDoItAnew(String job) {
    assertThat(options(job, "--full-refresh").fullRefresh()).isTrue();
  }

  private static JobOptions options(String job, String... more) {
    List<String> arguments = new ArrayList<>(List.of(job, "--env", "e", "--pipeline", "p"));
    arguments.addAll(List.of(more));
    return (JobOptions) ((Request.Job) Cli.parse(arguments)).options();
  }

  @Test
  void anUnknownFlagNamesTheNearest() {
    assertThatThrownBy(() -> Cli.parse(List.of("run", "--env", "e", "--pipeline", "p", "--dryrun")))
        .hasMessage(
            "Cannot run 'run': unknown flag '--dryrun'; did you mean '--dry-run'?"
                + " ('bin/plumbline run --help' lists them)");
  }

  @Test
  void anUnknownJobNamesTheNearest() {
    assertThatThrownBy(() -> Cli.parse(List.of("reconsile")))
        .hasMessageContaining("unknown job 'reconsile'; did you mean 'reconcile'?");
  }

  @Test
  void aMissingFlagIsNamed() {
    assertThatThrownBy(() -> Cli.parse(List.of("run", "--env", "e")))
        .hasMessage("Cannot run 'run': Missing required option: '--pipeline=FOLDER'");
  }

  @Test
  void everyJobHasHelp() {
    for (JobName job : JobName.values()) {
      assertThat(((Request.Help) Cli.parse(List.of(job.label(), "--help"))).text())
          .contains(job.description(), "--json", "Example:");
    }
    assertThat(((Request.Help) Cli.parse(List.of())).text()).contains("Jobs:", "Exit codes:");
  }

  @Test
  void argumentsThatGlueAddsAreTakenOut() {
    List<String> args =
        List.of(
            "--job",
            "run",
            "--JOB_NAME",
            "nightly",
            "--JOB_RUN_ID",
            "jr_1",
            "--TempDir",
            "s3://b/tmp",
            "--job-bookmark-option",
            "job-bookmark-disable",
            "--enable-metrics",
            "--env",
            "s3://b/aws.yaml",
            "--pipeline",
            "s3://b/blog",
            "--conf",
            "spark.a=b");

    assertThat(GlueArguments.present(args)).isTrue();
    assertThat(GlueArguments.strip(args))
        .containsExactly("run", "--env", "s3://b/aws.yaml", "--pipeline", "s3://b/blog");
  }
}
