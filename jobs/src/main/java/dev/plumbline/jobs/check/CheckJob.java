package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.jobs.cli.CheckOptions;
import dev.plumbline.jobs.compare.Comparisons;
import dev.plumbline.jobs.compare.ReplicaComparison;
import dev.plumbline.jobs.compare.ReplicaPair;
import dev.plumbline.jobs.console.Console;
import dev.plumbline.jobs.console.RunHeader;
import dev.plumbline.stores.report.CheckText;
import dev.plumbline.stores.report.ReportFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares two stores table by table within a budget, without a pipeline. Writes to neither of
 * them: a report, and on this machine what lets the next check go on, is all that it leaves.
 */
public final class CheckJob {
  private static final Logger LOG = LoggerFactory.getLogger(CheckJob.class);
  private static final Path BOOKS = Path.of(".plumbline", "check");
  private static final String JOB = "check";

  private final CheckOptions options;
  private final StorePair stores;
  private final ReportFiles files;
  private final RunId runId;
  private final Console console;
  private final Clock clock;
  private final Instant startedAt;
  private final Budget budget;
  private final CheckBook book;
  private final CheckCommands commands;
  private final CheckResults results = new CheckResults();

  /**
   * @param files where the report goes
   */
  public CheckJob(
      CheckOptions options,
      StorePair stores,
      ReportFiles files,
      RunId runId,
      Console console,
      Clock clock) {
    this.options = options;
    this.stores = stores;
    this.files = files;
    this.runId = runId;
    this.console = console;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.budget = new Budget(clock, options.budget(), options.maxSourceGb());
    this.book =
        new CheckBook(
            BOOKS.resolve(stores.name().replaceAll("[^A-Za-z0-9._-]", "_")),
            String.join(",", options.schemas()) + String.join(",", options.tables()),
            options.resume());
    this.commands = new CheckCommands(options, stores);
  }

  /**
   * @return the gravest of what was found
   * @throws PlumblineException exit 20 when a store does not answer at all
   */
  public ExitCode run() {
    Discovered found =
        new Discovery(
                stores,
                new TableFilter(options.schemas(), options.tables()),
                options.digest(),
                clock)
            .find();
    commands.tables(found);
    found.warnings().forEach(console::note);
    Comparisons comparisons =
        new Comparisons(options.depth(), this::beside, clock, files, runId, commands);
    TableCheck check =
        new TableCheck(comparisons, replica(found, comparisons), book, budget, options.chunkRows());
    List<WorkItem> todo = new ArrayList<>();
    for (WorkItem item : CheckOrder.of(found.items(), book.last())) {
      book.finished(item, check.what(item))
          .ifPresentOrElse(
              done -> results.compared(done.report(), done.code()), () -> todo.add(item));
    }
    console.header(header(found, todo));
    CheckRun run = new CheckRun(stores, check, comparisons, book, budget, results, console);
    run.refuse(found.excluded());
    run.run(todo, options.parallel());
    return finish(found);
  }

  private Optional<ReplicaComparison> replica(Discovered found, Comparisons comparisons) {
    return stores
        .replica()
        .map(
            one ->
                new ReplicaComparison(
                    new ReplicaPair(
                        one.source().endpoint(),
                        one.warehouse().endpoint(),
                        one.source().secrets(),
                        found.items().stream().map(WorkItem::name).toList(),
                        true),
                    results,
                    comparisons));
  }

  private RunHeader header(Discovered found, List<WorkItem> todo) {
    int all = found.items().size() + found.excluded().size();
    List<String> parts = new ArrayList<>();
    parts.add(all + (all == 1 ? " table" : " tables"));
    if (todo.size() < found.items().size()) {
      parts.add((found.items().size() - todo.size()) + " finished before");
    }
    return new RunHeader(
        JOB, stores.name(), runId.value(), options.env(), parts, todo.size(), options.parallel());
  }

  /** On a thread of its own. */
  private void beside(Runnable task) {
    Thread thread =
        new Thread(
            () -> {
              stores.adopt();
              task.run();
            },
            "compare");
    thread.setDaemon(true);
    thread.start();
  }

  private ExitCode finish(Discovered found) {
    boolean whole =
        results.notReached().isEmpty()
            && results.reports().stream().noneMatch(each -> each.verdict() == Verdict.ERROR);
    if (whole) {
      book.discard();
    }
    RunReport report = report();
    String page = page(report);
    console.check(
        new CheckText.Check(
            report,
            results.refused(),
            results.notReached(),
            results.whyNotReached(),
            commands.resume(),
            budget.bytesRead(),
            budget.connections(),
            found.warnings(),
            page));
    if (options.json()) {
      console.json(report);
    }
    return results.exitCode();
  }

  private RunReport report() {
    ExitCode code = results.exitCode();
    List<ReconcileReport> reports =
        results.reports().stream().sorted(Comparator.comparing(ReconcileReport::table)).toList();
    return new RunReport(
        runId.value(),
        stores.name(),
        JOB,
        switch (code) {
          case OK -> RunStatus.OK;
          case DEGRADED, REPLICA_BEHIND, INCONCLUSIVE -> RunStatus.DEGRADED;
          default -> RunStatus.FAILED;
        },
        code.code(),
        startedAt,
        clock.instant(),
        next(reports),
        results.steps(),
        reports,
        List.of(),
        List.of(),
        List.of(),
        results.replica());
  }

  /** What to do about the gravest; where the budget ended the check, to go on. */
  private String next(List<ReconcileReport> reports) {
    Optional<String> differs =
        reports.stream()
            .filter(each -> each.verdict() == Verdict.MISMATCH)
            .map(ReconcileReport::nextCommand)
            .findFirst();
    return differs.orElseGet(
        () ->
            results.notReached().isEmpty()
                ? reports.stream()
                    .map(ReconcileReport::nextCommand)
                    .filter(command -> !command.isEmpty())
                    .findFirst()
                    .orElse("")
                : commands.resume());
  }

  /** Where the page lies; a report that cannot be written does not undo the check. */
  private String page(RunReport report) {
    try {
      return files.write(report);
    } catch (PlumblineException e) {
      LOG.error("no report", e);
      console.note(e.getMessage());
      return "";
    }
  }
}
