package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.fence.ReplicaClock.Passage;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.Stopwatch.Part;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.ChunkPlan;
import dev.plumbline.core.reconcile.plan.KeyBounds;
import dev.plumbline.core.reconcile.plan.PlanLimits;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The ladder for one table: counts, digests of buckets, rows of the buckets that differ, the fence
 * where both sides move, cells of the rows that differ. Goes down only where the rung above failed
 * and no deeper than it is told.
 */
public final class TableComparison {
  private final TableForm form;
  private final ComparedSide left;
  private final ComparedSide right;
  private final Settings settings;
  private PlanLimits sizes;

  /**
   * @param left the source, where one side is
   */
  public TableComparison(TableForm form, ComparedSide left, ComparedSide right, Settings settings) {
    this.form = form;
    this.left = left;
    this.right = right;
    this.settings = settings;
    this.sizes = settings.limits().plan();
  }

  /**
   * How to compare.
   *
   * @param depth the deepest rung to go to
   * @param fence null for a pair of which one side stands still
   * @param sink takes every difference
   * @param committed the column that says when a row was written; null where none does
   */
  public record Settings(
      Depth depth,
      CompareLimits limits,
      LossPolicy policy,
      Fence fence,
      DifferenceSink sink,
      ChunkLedger ledger,
      ChunkRunner runner,
      Executor executor,
      Clock clock,
      CommitTime committed) {

    /** As deep as it goes, one chunk after another, for a pair of which one side stands still. */
    public static Settings of(Clock clock) {
      return new Settings(
          Depth.CELLS,
          CompareLimits.DEFAULT,
          LossPolicy.NONE,
          null,
          difference -> {},
          ChunkLedger.none(),
          ChunkRunner.sequential(Runnable::run),
          Runnable::run,
          clock,
          null);
    }

    public Settings withFence(Fence other) {
      return new Settings(
          depth, limits, policy, other, sink, ledger, runner, executor, clock, committed);
    }

    public Settings withDepth(Depth other) {
      return new Settings(
          other, limits, policy, fence, sink, ledger, runner, executor, clock, committed);
    }

    public Settings withLimits(CompareLimits other) {
      return new Settings(
          depth, other, policy, fence, sink, ledger, runner, executor, clock, committed);
    }

    public Settings withPolicy(LossPolicy other) {
      return new Settings(
          depth, limits, other, fence, sink, ledger, runner, executor, clock, committed);
    }

    public Settings withSink(DifferenceSink other) {
      return new Settings(
          depth, limits, policy, fence, other, ledger, runner, executor, clock, committed);
    }

    public Settings withLedger(ChunkLedger other) {
      return new Settings(
          depth, limits, policy, fence, sink, other, runner, executor, clock, committed);
    }

    public Settings withCommitted(CommitTime other) {
      return new Settings(
          depth, limits, policy, fence, sink, ledger, runner, executor, clock, other);
    }

    /** One chunk after another, with the right side's queries beside the left's. */
    public Settings withThreads(Executor onBothSides) {
      return withRunner(ChunkRunner.sequential(onBothSides), onBothSides);
    }

    /** Spreads the work; {@code onBothSides} runs the right side's queries beside the left's. */
    public Settings withRunner(ChunkRunner other, Executor onBothSides) {
      return new Settings(
          depth, limits, policy, fence, sink, ledger, other, onBothSides, clock, committed);
    }
  }

  /**
   * Compares.
   *
   * @throws dev.plumbline.core.run.PlumblineException when a store does not answer; nothing is then
   *     known of the table
   */
  public ComparisonResult compare() {
    Instant startedAt = settings.clock().instant();
    Findings findings =
        new Findings(settings.sink(), settings.limits().samples(), settings.committed());
    if (settings.depth().compareTo(Depth.COUNTS) <= 0) {
      count(findings);
    } else {
      ChunkPlan plan =
          settings.ledger().plan(() -> findings.stopwatch().time(Part.COUNTS, this::plan));
      runChunks(plan, findings);
      settle(findings);
    }
    Judgement judgement =
        TableJudge.judge(findings, settings.fence() != null, left.table().isPart());
    return findings.result(
        left.table().label(),
        right.table().label(),
        judgement,
        form.columnsProven(),
        startedAt,
        settings.clock().instant());
  }

  private void count(Findings findings) {
    try (ComparedStore mine = left.open();
        ComparedStore theirs = right.open()) {
      BothSides sides = new BothSides(mine, theirs, settings.executor());
      var bounds = findings.stopwatch().time(Part.COUNTS, () -> sides.ask(ComparedStore::bounds));
      findings.counted(bounds.left(), bounds.right());
    }
  }

  private ChunkPlan plan() {
    try (ComparedStore mine = left.open();
        ComparedStore theirs = right.open()) {
      var bounds = new BothSides(mine, theirs, settings.executor()).ask(ComparedStore::bounds);
      KeyBounds union = bounds.left().union(bounds.right());
      sizes = sizes.fitting(bounds.left().rows(), bounds.right().rows());
      if (ChunkPlan.sparse(form, union, sizes)) {
        return ChunkPlan.between(mine.boundaries(sizes.chunkRows()), union, sizes);
      }
      return ChunkPlan.of(form, union, sizes);
    }
  }

  private void runChunks(ChunkPlan plan, Findings findings) {
    Map<Integer, ChunkOutcome> finished = settings.ledger().finished();
    List<Chunk> todo = new ArrayList<>();
    for (Chunk chunk : plan.chunks()) {
      Optional.ofNullable(finished.get(chunk.number()))
          .ifPresentOrElse(findings::add, () -> todo.add(chunk));
    }
    CompareLimits limits = settings.limits();
    if (todo.isEmpty() || findings.tooMany(limits)) {
      return;
    }
    settings
        .runner()
        .run(
            todo,
            new ChunkRunner.ChunkWork(
                left, right, settings.depth(), limits.with(sizes), settings.ledger().keeper()),
            outcome -> {
              settings.ledger().finished(outcome);
              findings.add(outcome);
              return !findings.tooMany(limits);
            });
  }

  private void settle(Findings findings) {
    if (findings.suspects().isEmpty()) {
      return;
    }
    try (ComparedStore mine = left.open();
        ComparedStore theirs = right.open()) {
      BothSides sides = new BothSides(mine, theirs, settings.executor());
      List<Suspect> different = findings.suspects();
      if (settings.fence() != null) {
        Fence.Settled settled =
            findings
                .stopwatch()
                .time(
                    Part.FENCE,
                    () ->
                        settings
                            .fence()
                            .settle(findings.suspects(), sides, settings.limits().keysPerQuery()));
        findings.settled(settled);
        different = settled.different();
      } else {
        findings.passage(Passage.PASSED);
      }
      List<Suspect> settled = inOrder(different);
      findings.stopwatch().run(Part.CELLS, () -> resolver(sides, findings).resolve(settled));
    }
  }

  /** Hash buckets come in no order that people know. */
  private static List<Suspect> inOrder(List<Suspect> suspects) {
    return suspects.stream().sorted(Comparator.comparing(Suspect::key)).toList();
  }

  private DifferenceResolver resolver(BothSides sides, Findings findings) {
    return new DifferenceResolver(
        form,
        right.table(),
        sides,
        form.keyless() ? Depth.ROWS : settings.depth(),
        settings.limits(),
        settings.policy(),
        settings.committed(),
        findings.tally());
  }
}
