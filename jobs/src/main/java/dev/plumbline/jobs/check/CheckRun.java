package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.measure.DigestException;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.jobs.compare.Compared;
import dev.plumbline.jobs.compare.Comparisons;
import dev.plumbline.jobs.console.Console;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the tables in their order, several at a time, while the budget lasts. */
final class CheckRun {
  private static final Logger LOG = LoggerFactory.getLogger(CheckRun.class);
  private static final String JOB = "check";

  private final StorePair stores;
  private final TableCheck check;
  private final Comparisons comparisons;
  private final CheckBook book;
  private final Budget budget;
  private final CheckResults results;
  private final Console console;
  private final Clock clock;
  private volatile String silence = "";

  CheckRun(
      StorePair stores,
      TableCheck check,
      Comparisons comparisons,
      CheckBook book,
      Budget budget,
      CheckResults results,
      Console console) {
    this.stores = stores;
    this.check = check;
    this.comparisons = comparisons;
    this.book = book;
    this.budget = budget;
    this.results = results;
    this.console = console;
    this.clock = comparisons.clock();
  }

  /** Notes the tables that cannot be compared. */
  void refuse(List<Excluded> excluded) {
    for (Excluded one : excluded) {
      Compared compared =
          judged(one.id(), side(stores.source(), one), side(stores.target(), one), one.judgement());
      results.refused(one.reason(), compared.report(), compared.exitCode());
    }
  }

  private Side side(CheckedStore store, Excluded one) {
    return new Side(store.name() + " " + one.name(), -1, clock.instant());
  }

  /**
   * Compares what can be compared.
   *
   * @param parallel tables at a time
   */
  void run(List<WorkItem> items, int parallel) {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            parallel,
            task -> {
              Thread thread = new Thread(task, "check");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> all = new ArrayList<>();
      items.forEach(item -> all.add(workers.submit(() -> one(item))));
      for (Future<?> future : all) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while comparing", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      workers.shutdownNow();
    }
  }

  private void one(WorkItem item) {
    Optional<String> why = silence.isEmpty() ? budget.refuses(item) : Optional.of(silence);
    if (why.isPresent()) {
      notReached(item, why.get());
      return;
    }
    Instant start = clock.instant();
    LOG.info("started {}", item.name());
    stores.adopt();
    console.started(item.id(), JOB, List.of(item.id()));
    budget.connected(check.sourceConnections());
    try {
      finished(item, check.compare(item), start);
    } catch (Budget.SpentException e) {
      notReached(item, e.getMessage() + " in the middle of it");
    } catch (DigestException e) {
      failed(item, new SourceException(String.valueOf(e.getMessage()), e), start);
    } catch (SQLException e) {
      failed(item, new SourceException(String.valueOf(e.getMessage()), e), start);
      listen();
    } catch (PlumblineException e) {
      failed(item, e, start);
      listen();
    } finally {
      budget.connected(-check.sourceConnections());
    }
  }

  /** Notes a store that does not answer any more: nothing further is begun then. */
  private void listen() {
    stores
        .source()
        .silence()
        .or(() -> stores.target().silence())
        .flatMap(text -> text.lines().findFirst())
        .ifPresent(text -> silence = text);
  }

  private void finished(WorkItem item, Compared compared, Instant start) {
    List<String> without = item.pairing().notCompared();
    ReconcileReport report =
        without.isEmpty()
            ? compared.report()
            : compared.report().noting("not compared: " + String.join(", ", without));
    book.keep(item, check.what(item), report, compared.exitCode());
    results.compared(report, compared.exitCode());
    ended(item, report, start);
  }

  private void failed(WorkItem item, PlumblineException failure, Instant start) {
    LOG.error("{} failed", item.name(), failure);
    Compared compared =
        Compared.failed(
            item.id(),
            stores.pair(),
            start,
            clock.instant(),
            failure,
            comparisons.next().after(item.id(), stores.pair(), Depth.STATE, Verdict.ERROR));
    book.keep(item, check.what(item), compared.report(), compared.exitCode());
    results.compared(compared.report(), compared.exitCode());
    ended(item, compared.report(), start);
  }

  private void notReached(WorkItem item, String why) {
    LOG.info("{} is not reached: {}", item.name(), why);
    Compared compared = judged(item, Verdict.INCONCLUSIVE, "not reached: " + why);
    results.notReached(compared.report(), why, compared.exitCode());
    console.ended(item.id(), List.of());
  }

  private Compared judged(WorkItem item, Verdict verdict, String message) {
    return judged(
        item.id(),
        new Side(item.left().table().label(), -1, clock.instant()),
        new Side(item.right().table().label(), -1, clock.instant()),
        new Judgement(verdict, false, message));
  }

  private Compared judged(String id, Side left, Side right, Judgement judgement) {
    return comparisons.counted(
        id, stores.pair(), Depth.STATE, left, right, judgement, clock.instant());
  }

  private void ended(WorkItem item, ReconcileReport report, Instant start) {
    boolean good = report.verdict() == Verdict.MATCH || report.verdict() == Verdict.EXPECTED_LOSS;
    boolean bad = report.verdict() == Verdict.MISMATCH || report.verdict() == Verdict.ERROR;
    long rows = Math.max(0, report.left().rows());
    StepReport step =
        new StepReport(
            JOB,
            item.id() + " " + report.pair().label(),
            rows,
            0,
            0,
            Math.round(rows * item.bytesPerRow()),
            Duration.between(start, clock.instant()).toMillis() / 1000.0,
            good ? RunStatus.OK : bad ? RunStatus.FAILED : RunStatus.DEGRADED,
            good ? report.verdict().name() : report.verdict() + ": " + report.message(),
            start,
            report.nextCommand());
    results.step(step);
    console.ended(item.id(), List.of(step));
  }
}
