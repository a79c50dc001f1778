package dev.plumbline.jobs.graph;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepProgress;
import dev.plumbline.core.run.StepReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs steps as soon as what they need has succeeded, a number of them at a time. A failed step
 * skips what depends on it and nothing more.
 */
public final class StepGraph {
  private final Clock clock;
  private final int parallel;
  private final StepListener listener;

  public StepGraph(Clock clock, int parallel, StepListener listener) {
    this.clock = clock;
    this.parallel = parallel;
    this.listener = listener;
  }

  /**
   * @param steps each after those that it needs
   * @return how each step ended, in the order in which they ended
   * @throws IllegalArgumentException when a step needs one that comes later
   */
  public List<StepEnd> run(List<Step> steps) {
    Map<String, Step> waiting = inOrder(steps);
    Set<String> all = Set.copyOf(waiting.keySet());
    Map<String, StepEnd> ended = new LinkedHashMap<>();
    BlockingQueue<StepEnd> finished = new LinkedBlockingQueue<>();
    ExecutorService workers = Executors.newFixedThreadPool(parallel, StepGraph::worker);
    int running = 0;
    try {
      while (running > 0 || !waiting.isEmpty()) {
        for (Step step : ready(waiting, all, ended)) {
          waiting.remove(step.id());
          Optional<String> blocker = blocker(step, ended);
          if (blocker.isPresent()) {
            StepEnd skipped = skipped(step, blocker.get());
            listener.ended(skipped);
            ended.put(step.id(), skipped);
          } else {
            running++;
            workers.execute(() -> finished.add(perform(step)));
          }
        }
        if (running > 0) {
          StepEnd end = finished.take();
          running--;
          ended.put(end.step().id(), end);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlumblineException(ExitCode.DEFECT, "Cannot finish the run: interrupted", e);
    } finally {
      workers.shutdownNow();
    }
    return List.copyOf(ended.values());
  }

  private static Map<String, Step> inOrder(List<Step> steps) {
    Map<String, Step> byId = new LinkedHashMap<>();
    List<String> ids = steps.stream().map(Step::id).toList();
    for (Step step : steps) {
      for (String need : step.needs()) {
        if (ids.contains(need) && !byId.containsKey(need)) {
          throw new IllegalArgumentException(step.id() + " needs " + need + ", which comes later");
        }
      }
      byId.put(step.id(), step);
    }
    return byId;
  }

  private static List<Step> ready(
      Map<String, Step> waiting, Set<String> all, Map<String, StepEnd> ended) {
    return waiting.values().stream()
        .filter(
            step ->
                step.needs().stream()
                    .allMatch(need -> ended.containsKey(need) || !all.contains(need)))
        .toList();
  }

  private static Optional<String> blocker(Step step, Map<String, StepEnd> ended) {
    return step.needs().stream()
        .filter(need -> ended.containsKey(need) && !ended.get(need).succeeded())
        .findFirst();
  }

  private StepEnd perform(Step step) {
    Instant start = clock.instant();
    StepProgress progress = listener.started(step);
    StepEnd end;
    try {
      List<StepResult> results = step.action().run(progress);
      end = succeeded(step, results, start);
    } catch (PlumblineException e) {
      end = failed(step, start, e.getMessage(), e.exitCode(), e.nextCommand(), e);
    } catch (Throwable e) {
      String message = "Cannot finish " + step.id() + ": " + e;
      end = failed(step, start, message, ExitCode.DEFECT, Optional.empty(), e);
    }
    listener.ended(end);
    return end;
  }

  private StepEnd succeeded(Step step, List<StepResult> results, Instant start) {
    double seconds = seconds(start);
    List<StepReport> reports = new ArrayList<>();
    List<ExitCode> codes = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      StepResult result = results.get(i);
      reports.add(
          new StepReport(
              step.job(),
              step.tables().get(i),
              result.rowsRead(),
              result.rowsWritten(),
              result.rowsQuarantined(),
              result.bytes(),
              seconds,
              result.status(),
              result.message(),
              start));
      codes.add(result.exitCode());
    }
    return new StepEnd(step, reports, codes, Optional.empty(), Optional.empty());
  }

  private StepEnd failed(
      Step step,
      Instant start,
      String message,
      ExitCode code,
      Optional<String> next,
      Throwable failure) {
    return new StepEnd(
        step,
        reports(step, RunStatus.FAILED, message, start, next.orElse("")),
        List.of(code),
        next,
        Optional.of(failure));
  }

  private StepEnd skipped(Step step, String blocker) {
    String message = "skipped, since " + blocker + " did not succeed";
    return new StepEnd(
        step,
        reports(step, RunStatus.SKIPPED, message, clock.instant(), ""),
        List.of(),
        Optional.empty(),
        Optional.of(new IllegalStateException(message)));
  }

  private List<StepReport> reports(
      Step step, RunStatus status, String message, Instant start, String next) {
    double seconds = seconds(start);
    return step.tables().stream()
        .map(
            table ->
                new StepReport(
                    step.job(), table, 0, 0, 0, 0, seconds, status, message, start, next))
        .toList();
  }

  private double seconds(Instant start) {
    return Duration.between(start, clock.instant()).toMillis() / 1000.0;
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "step");
    thread.setDaemon(true);
    return thread;
  }
}
