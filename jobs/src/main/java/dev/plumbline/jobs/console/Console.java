package dev.plumbline.jobs.console;

import dev.plumbline.core.ddl.DdlVerdict;
import dev.plumbline.core.preflight.PreflightReport;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.StepProgress;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.text.Human;
import dev.plumbline.core.text.Visible;
import dev.plumbline.stores.report.CheckText;
import dev.plumbline.stores.report.DdlText;
import dev.plumbline.stores.report.PreflightText;
import dev.plumbline.stores.report.TerminalTable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The single way in which a job speaks to a person: a header, a line per step as it ends, how far
 * the long ones are, and the tables at the end.
 *
 * <p>On a terminal, steps that run for more than two seconds show one line each that is drawn anew;
 * in a log, each running step gets a plain line every ten seconds. Safe to call from the threads of
 * several steps. With {@code --json}, standard output carries nothing but JSON.
 */
public final class Console implements AutoCloseable {
  private static final Duration SHOWN_AFTER = Duration.ofSeconds(2);
  private static final Duration LOGGED_EVERY = Duration.ofSeconds(10);
  private static final int MOST_LIVE_LINES = 8;

  private final PrintStream json;
  private final Terminal terminal;
  private final Clock clock;
  private final LiveBlock block;
  private final StepLine stepLine;
  private final Map<String, RunningStep> running = new LinkedHashMap<>();
  private ScheduledExecutorService ticker;
  private int total;
  private int ended;

  /**
   * @param human takes the lines for people
   * @param json takes the JSON that was asked for
   */
  Console(PrintStream human, PrintStream json, Terminal terminal, Clock clock) {
    this.json = json;
    this.terminal = terminal;
    this.clock = clock;
    this.block = new LiveBlock(human);
    this.stepLine = new StepLine(terminal.ansi(), terminal.columns());
  }

  /**
   * A console that draws by itself while steps run.
   *
   * @param toJson whether standard output is kept for JSON; people then read standard error
   */
  public static Console open(
      PrintStream out, PrintStream err, boolean toJson, Terminal terminal, Clock clock) {
    Console console = new Console(utf8(toJson ? err : out), utf8(out), terminal, clock);
    console.startTicking();
    return console;
  }

  /** Says what is about to happen. */
  public synchronized void header(RunHeader header) {
    total = header.steps();
    String title =
        "plumbline " + header.job() + ", pipeline " + header.pipeline() + ", run " + header.runId();
    String found =
        "Found "
            + String.join(", ", header.found())
            + "; "
            + Human.count(header.steps(), "step")
            + ", "
            + header.parallel()
            + " at a time; environment "
            + header.environment();
    say(stamp() + terminal.ansi().bold(Visible.line(title)));
    say(stamp() + Visible.line(found));
    say("");
  }

  /** A step has begun. */
  public synchronized void started(String id, String job, List<String> tables) {
    String label = tables.size() < 3 ? String.join(", ", tables) : tables.size() + " tables";
    running.put(id, new RunningStep(Visible.line(job), Visible.line(label), clock.instant()));
  }

  /** Where the step tells how far it is; what is told of a step that does not run is lost. */
  public synchronized StepProgress progress(String id) {
    RunningStep step = running.get(id);
    return step == null ? StepProgress.NONE : step;
  }

  /**
   * A step has ended, or was skipped before it began.
   *
   * @param reports one per table, each of which gets its line
   */
  public synchronized void ended(String id, List<StepReport> reports) {
    running.remove(id);
    for (StepReport report : reports) {
      ended++;
      say(stepLine.of(now(), ended, Math.max(total, ended), report));
    }
  }

  /** Something worth a line of its own. */
  public synchronized void note(String text) {
    say(stamp() + Visible.line(text));
  }

  /** Text of several lines as it is, such as a plan or a help page. */
  public synchronized void print(String text) {
    say(Visible.lines(text));
  }

  /** The tables, problems and sums at the end of a run. */
  public synchronized void finish(RunReport report, String reportPath) {
    running.clear();
    TerminalTable table = new TerminalTable(terminal.ansi(), terminal.columns(), terminal.live());
    say(table.render(report, reportPath).stripTrailing());
  }

  /** What preflight found. */
  public synchronized void preflight(PreflightReport report) {
    PreflightText text = new PreflightText(terminal.ansi(), terminal.columns());
    say(text.render(report).stripTrailing());
  }

  /** What a check of two stores came to. */
  public synchronized void check(CheckText.Check check) {
    running.clear();
    say(new CheckText(terminal.ansi()).render(check).stripTrailing());
  }

  /** What a migration will do. */
  public synchronized void ddl(String file, List<DdlVerdict> verdicts) {
    DdlText text = new DdlText(terminal.ansi(), terminal.columns());
    say(text.render(file, verdicts).stripTrailing());
  }

  /** Writes the value as JSON, for a program. */
  public synchronized void json(Object value) {
    json.println(Json.write(value));
    json.flush();
  }

  /** Writes the value as one line of JSON, for a program that reads line by line. */
  public synchronized void jsonLine(Object value) {
    json.println(Json.line(value));
    json.flush();
  }

  /** Draws what runs, or logs what is due. */
  synchronized void tick() {
    if (terminal.live()) {
      block.print("", liveLines());
    } else {
      Instant now = clock.instant();
      running.values().stream()
          .filter(step -> step.due(now, LOGGED_EVERY))
          .forEach(step -> say(stamp() + ProgressLine.log(step.sample(now))));
    }
  }

  /** Stops drawing and takes the live lines away. */
  @Override
  public void close() {
    if (ticker != null) {
      ticker.shutdownNow();
    }
    synchronized (this) {
      running.clear();
      block.print("", List.of());
      json.flush();
    }
  }

  private void startTicking() {
    ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "console");
              thread.setDaemon(true);
              return thread;
            });
    long millis = terminal.live() ? 200 : 1000;
    var unused = ticker.scheduleWithFixedDelay(this::tick, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void say(String text) {
    block.print(text + "\n", terminal.live() ? liveLines() : List.of());
  }

  private List<String> liveLines() {
    Instant now = clock.instant();
    List<String> lines = new ArrayList<>();
    List<RunningStep> shown =
        running.values().stream()
            .filter(step -> step.running(now).compareTo(SHOWN_AFTER) >= 0)
            .toList();
    shown.stream()
        .limit(MOST_LIVE_LINES)
        .map(step -> ProgressLine.live(step.sample(now), terminal.ansi(), terminal.columns() - 1))
        .forEach(lines::add);
    if (shown.size() > MOST_LIVE_LINES) {
      lines.add("  … and " + (shown.size() - MOST_LIVE_LINES) + " more");
    }
    return lines;
  }

  private String now() {
    return Human.timeOfDay(clock.instant());
  }

  private String stamp() {
    return now() + "  ";
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, false, StandardCharsets.UTF_8);
  }
}
