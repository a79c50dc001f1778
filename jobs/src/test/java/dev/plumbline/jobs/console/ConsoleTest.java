package dev.plumbline.jobs.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepProgress;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.text.Ansi;
import dev.plumbline.core.text.Columns;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final MovableClock clock = new MovableClock("2026-07-01T02:14:07Z");
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ByteArrayOutputStream jsonBytes = new ByteArrayOutputStream();

  @Test
  void theHeaderSaysWhatIsAboutToHappen() {
    console(Terminal.log()).header(header(19));

    assertThat(text())
        .isEqualTo(
            """
            02:14:07Z  plumbline run, pipeline blog, run 20260701T021407Z-4f3a
            02:14:07Z  Found 3 tables, 6 models; 19 steps, 2 at a time; environment conf/env/local.yaml

            """);
  }

  @Test
  void aStepThatEndsGetsALine() {
    Console console = console(Terminal.log());
    console.header(header(19));
    bytes.reset();
    console.started("extract bronze_blog.comments", "extract", List.of("bronze_blog.comments"));
    console.ended(
        "extract bronze_blog.comments", List.of(ok("extract", "bronze_blog.comments", 500, 0)));
    console.ended("x", List.of(ok("build", "silver.fact_comments", 493, 7)));

    assertThat(text())
        .isEqualTo(
            """
            02:14:07Z   1 of 19 OK       extract   bronze_blog.comments ........................... 500 rows, 120 KB in 0.54 s
            02:14:07Z   2 of 19 OK       build     silver.fact_comments ..................... 493 rows, 7 rejected, 120 KB in 0.54 s
            """);
  }

  @Test
  void aFailureSaysWhyAndASkippedStepBecauseOfWhat() {
    Console console = console(Terminal.log());
    console.header(header(2));
    bytes.reset();
    console.ended(
        "a",
        List.of(
            report("publish", "fallback_blog.posts", RunStatus.FAILED, "Cannot copy:\nno space")));
    console.ended(
        "b",
        List.of(report("reconcile", "posts", RunStatus.SKIPPED, "skipped, since publish failed")));

    assertThat(text())
        .isEqualTo(
            """
            02:14:07Z  1 of 2 FAILED   publish   fallback_blog.posts .............................. after 0.54 s
                       Cannot copy:
                       no space
            02:14:07Z  2 of 2 SKIPPED  reconcile posts ............................................ skipped, since publish failed
            """);
  }

  @Test
  void aRemarkOfOneWordStandsInTheLine() {
    Console console = console(Terminal.log());
    console.ended("a", List.of(report("reconcile", "posts source/replica", RunStatus.OK, "MATCH")));
    console.ended(
        "b", List.of(report("publish", "silver.a", RunStatus.OK, "already there, nothing done")));

    assertThat(text().lines().map(String::strip))
        .satisfiesExactly(
            line -> assertThat(line).endsWith(" MATCH in 0.54 s"),
            line -> assertThat(line).endsWith(" in 0.54 s"),
            line -> assertThat(line).isEqualTo("already there, nothing done"));
  }

  @Test
  void linesFitAnEightyColumnTerminal() {
    Console console = console(new Terminal(true, Ansi.OFF, 80));
    console.header(header(19));
    bytes.reset();
    console.ended("a", List.of(ok("reconcile", "fallback_blog.comments", 1_234_567, 0)));

    assertThat(Columns.of(text().strip())).isLessThanOrEqualTo(80);
    assertThat(text())
        .isEqualTo(
            "02:14:07Z   1/19 OK reconcile fallback_blog.comments .. 1,234,567 rows in 0.54 s\n");
  }

  @Test
  void aLogGetsALineEveryTenSecondsOfARunningStep() {
    Console console = console(Terminal.log());
    console.started("a", "extract", List.of("bronze_blog.comments"));
    StepProgress progress = console.progress("a");
    progress.expect(5_000_000);

    clock.forwardSeconds(9);
    console.tick();
    assertThat(text()).isEmpty();

    progress.at(1_000_000, 230_000_000);
    clock.forwardSeconds(1);
    console.tick();
    console.tick();
    assertThat(text())
        .isEqualTo(
            "02:14:17Z  extract   bronze_blog.comments  1,000,000 of 5,000,000 rows,"
                + " 100,000 rows/s, 23.0 MB/s, 40 s left, after 10 s\n");

    clock.forwardSeconds(10);
    console.tick();
    assertThat(text().lines()).hasSize(2);
  }

  @Test
  void aLogSaysThatAStepStillRunsWhenItTellsNothing() {
    Console console = console(Terminal.log());
    console.started("a", "publish", List.of("one", "two", "three"));
    clock.forwardSeconds(10);
    console.tick();

    assertThat(text()).isEqualTo("02:14:17Z  publish   3 tables  running for 10 s\n");
  }

  @Test
  void aTerminalShowsAStepAfterTwoSecondsAndTakesItsLineAwayAtTheEnd() {
    Console console = console(new Terminal(true, Ansi.OFF, 120));
    console.started("a", "extract", List.of("bronze_blog.comments"));
    StepProgress progress = console.progress("a");
    progress.expect(4_000_000);
    progress.at(1_000_000, 230_000_000);
    clock.forwardSeconds(1);
    console.tick();
    assertThat(text()).isEmpty();

    clock.forwardSeconds(1);
    console.tick();
    assertThat(text())
        .isEqualTo(
            "  extract   bronze_blog.comments                     ████░░░░░░░░░░░░  25 %  6 s left"
                + "  500,000 rows/s  115 MB/s\n");

    bytes.reset();
    console.ended("a", List.of(ok("extract", "bronze_blog.comments", 4_000_000, 0)));
    assertThat(text()).startsWith("\u001b[1A\u001b[J02:14:09Z  1 of 1 OK").endsWith("0.54 s\n");
  }

  @Test
  void liveLinesNeverPassTheEdgeOfTheTerminal() {
    for (int columns = 40; columns <= 160; columns += 7) {
      Console console = console(new Terminal(true, Ansi.OFF, columns));
      console.started("a", "reconcile", List.of("注文".repeat(30)));
      console.progress("a").expect(1_000_000_000_000L);
      console.progress("a").at(123_456_789_012L, 9_876_543_210_123L);
      clock.forwardSeconds(3);
      bytes.reset();
      console.tick();
      assertThat(Columns.of(text().strip())).isLessThan(columns);
    }
  }

  @Test
  void manyStepsShowOnlyTheFirst() {
    Console console = console(new Terminal(true, Ansi.OFF, 120));
    for (int i = 0; i < 11; i++) {
      console.started("s" + i, "extract", List.of("t" + i));
    }
    clock.forwardSeconds(5);
    console.tick();

    assertThat(text().lines()).hasSize(9).last().isEqualTo("  … and 3 more");
  }

  @Test
  void jsonAloneGoesToTheOtherStream() {
    Console console = console(Terminal.log());
    console.note("hello");
    console.json(Map.of("exitCode", 0));

    assertThat(text()).isEqualTo("02:14:07Z  hello\n");
    assertThat(jsonBytes.toString(UTF_8)).isEqualTo("{\n  \"exitCode\" : 0\n}\n");
  }

  @Test
  void withJsonPeopleReadStandardError() {
    PrintStream out = new PrintStream(jsonBytes, true, UTF_8);
    PrintStream err = new PrintStream(bytes, true, UTF_8);
    try (Console console = Console.open(out, err, true, Terminal.log(), clock)) {
      console.note("für Menschen 注文");
      console.json(List.of(1));
    }

    assertThat(text()).isEqualTo("02:14:07Z  für Menschen 注文\n");
    assertThat(jsonBytes.toString(UTF_8)).isEqualTo("[ 1 ]\n");
  }

  @Test
  void theEndShowsTheTablesAndTheSums() {
    Console console = console(Terminal.log());
    console.finish(
        new RunReport(
            "r1",
            "blog",
            "extract",
            RunStatus.OK,
            0,
            clock.instant(),
            clock.instant().plusSeconds(3),
            "",
            List.of(ok("extract", "bronze_blog.users", 10, 0)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null),
        "r1/report.html");

    assertThat(text())
        .contains("│ extract │ 1 OK")
        .endsWith(
            "Done. OK=1 DEGRADED=0 FAILED=0 SKIPPED=0 TOTAL=1 in 3.00 s  report: r1/report.html\n");
  }

  @Test
  void stepsOnManyThreadsNeverTearALine() throws Exception {
    Console console = console(Terminal.log());
    console.header(header(400));
    bytes.reset();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int i = 0; i < 400; i++) {
      String id = "s" + i;
      threads.execute(
          () -> {
            console.started(id, "extract", List.of(id));
            console.progress(id).at(1, 1);
            console.ended(id, List.of(ok("extract", id, 1, 0)));
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

    List<String> lines = new ArrayList<>(text().lines().toList());
    assertThat(lines).hasSize(400);
    for (int i = 0; i < 400; i++) {
      assertThat(lines.get(i))
          .matches(
              "02:14:07Z  +%d of 400 OK       extract   s\\d+ \\.+ 1 row, 120 KB in 0.54 s"
                  .formatted(i + 1));
    }
  }

  private Console console(Terminal terminal) {
    return new Console(
        new PrintStream(bytes, true, UTF_8),
        new PrintStream(jsonBytes, true, UTF_8),
        terminal,
        clock);
  }

  private String text() {
    return bytes.toString(UTF_8);
  }

  private static RunHeader header(int steps) {
    return new RunHeader(
        "run",
        "blog",
        "20260701T021407Z-4f3a",
        "conf/env/local.yaml",
        List.of("3 tables", "6 models"),
        steps,
        2);
  }

  private StepReport ok(String job, String table, long rows, long rejected) {
    return new StepReport(
        job, table, rows, rows, rejected, 120_000, 0.54, RunStatus.OK, "", clock.instant());
  }

  private StepReport report(String job, String table, RunStatus status, String message) {
    return new StepReport(job, table, 0, 0, 0, 0, 0.54, status, message, clock.instant());
  }
}
