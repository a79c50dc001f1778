package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.reconcile.plan.PlanLimits;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the chunks of one worker finer where their statements take too long, and less fine again
 * where they are quick. Only spans of a numeric key can be cut.
 */
final class ChunkCutter {
  private static final int MOST_PIECES = 4_096;

  /** Below that share of the time that a statement may take, half as many pieces will do. */
  private static final int QUICK = 4;

  private final PlanLimits plan;
  private final Duration most;
  private int pieces = 1;

  /**
   * @param most that a statement may take; zero for however long
   */
  ChunkCutter(PlanLimits plan, Duration most) {
    this.plan = plan;
    this.most = most;
  }

  /** How many pieces a chunk is cut into at present. */
  int pieces() {
    return pieces;
  }

  /** The chunk in as many pieces as are needed at present; together they cover it once. */
  List<Chunk> pieces(Chunk chunk) {
    return pieces == 1 || !cuts(chunk) ? List.of(chunk) : cut(chunk, pieces);
  }

  /** The piece in two; empty where it cannot be cut, or need not be. */
  List<Chunk> halves(Chunk piece) {
    List<Chunk> halves = cuts(piece) ? cut(piece, 2) : List.of();
    return halves.size() < 2 ? List.of() : halves;
  }

  /** Notes that the statement for a piece was ended since it took too long. */
  void tooSlow() {
    pieces = Math.min(MOST_PIECES, pieces * 2);
  }

  /** Notes how long the statement for a piece took. */
  void took(Duration time) {
    if (most.isZero()) {
      return;
    }
    if (time.compareTo(most) > 0) {
      long finer = pieces * Math.max(2, time.toMillis() / Math.max(1, most.toMillis()) + 1);
      pieces = (int) Math.min(MOST_PIECES, finer);
    } else if (time.multipliedBy(QUICK).compareTo(most) < 0) {
      pieces = Math.max(1, pieces / 2);
    }
  }

  private boolean cuts(Chunk chunk) {
    return !most.isZero()
        && chunk.bucketing() instanceof Bucketing.ByRange
        && !chunk.range().isAll();
  }

  private List<Chunk> cut(Chunk chunk, int into) {
    KeyRange range = chunk.range();
    BigInteger planned =
        ((Bucketing.ByRange) chunk.bucketing()).width().multiply(plan.bucketsPerChunk());
    BigInteger from = range.from() == null ? range.until().subtract(planned) : range.from();
    BigInteger until = range.until() == null ? range.from().add(planned) : range.until();
    BigInteger step =
        until
            .subtract(from)
            .add(BigInteger.valueOf(into - 1L))
            .divide(BigInteger.valueOf(into))
            .max(BigInteger.ONE);
    List<Chunk> cut = new ArrayList<>();
    BigInteger start = range.from();
    for (BigInteger end = from.add(step); end.compareTo(until) < 0; end = end.add(step)) {
      cut.add(new Chunk(chunk.number(), new KeyRange(start, end), chunk.bucketing()));
      start = end;
    }
    cut.add(new Chunk(chunk.number(), new KeyRange(start, range.until()), chunk.bucketing()));
    return cut;
  }
}
