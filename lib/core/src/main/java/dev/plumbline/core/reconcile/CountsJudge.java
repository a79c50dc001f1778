package dev.plumbline.core.reconcile;

import java.util.Locale;
import java.util.Set;

/**
 * Judges two row counts. Unequal counts are a difference only where nothing moved while they were
 * taken; otherwise they are inconclusive.
 */
public final class CountsJudge {
  /** The state in which zero-ETL lets a table be read. */
  public static final String SYNCED = "Synced";

  private static final Set<String> REFUSED =
      Set.of("missing", "Failed", "Deleted", "DroppedSource");

  private CountsJudge() {}

  /**
   * What is known of a live pair.
   *
   * @param sourceStill whether the source's position was the same before the first and after the
   *     last count
   * @param replicaPassed whether the replica's checkpoint had passed the source's position before
   *     the replica was counted
   */
  public record LivePair(
      long sourceRows, long replicaRows, boolean sourceStill, boolean replicaPassed) {}

  /**
   * The replica's table cannot be read at all: no count is taken.
   *
   * @param tableState as {@code SVV_INTEGRATION_TABLE_STATE} says it; {@code unknown} where the
   *     view could not be read, {@code missing} where the table is not in it
   * @param reason the integration's reason for that state
   */
  public static Judgement unreadable(String tableState, String reason) {
    String because = reason.isBlank() ? "" : ": " + reason;
    return switch (tableState) {
      case "ResyncRequired", "ResyncInitiated" ->
          new Judgement(
              Verdict.NOT_COMPARABLE,
              true,
              "the replica's table is in state " + tableState + because);
      case "missing" ->
          new Judgement(
              Verdict.NOT_COMPARABLE,
              false,
              "the integration does not replicate this table" + because);
      default ->
          new Judgement(
              Verdict.NOT_COMPARABLE,
              false,
              "the replica's table is in state " + tableState + because);
    };
  }

  /** Whether zero-ETL does not carry a table in that state, and will not by itself. */
  public static boolean refused(String tableState) {
    return REFUSED.contains(tableState);
  }

  /** The replica's table can be read, and nothing more was asked. */
  public static Judgement synced() {
    return new Judgement(Verdict.MATCH, false, "Synced; nothing was compared");
  }

  /** Source against replica: both sides move. */
  public static Judgement live(LivePair pair) {
    boolean equal = pair.sourceRows() == pair.replicaRows();
    if (!pair.replicaPassed()) {
      return new Judgement(
          Verdict.INCONCLUSIVE,
          true,
          "the replica has not yet passed the source's position" + counts(pair, equal));
    }
    if (equal) {
      return Judgement.match();
    }
    if (!pair.sourceStill()) {
      return new Judgement(
          Verdict.INCONCLUSIVE,
          false,
          "the source was written to while rows were counted" + counts(pair, false));
    }
    return differ(pair.sourceRows(), pair.replicaRows(), "source", "replica");
  }

  /**
   * One side stands still: a copy of ours against what it was made from.
   *
   * @param still whether the left side is known to be as it was when the copy was made
   */
  public static Judgement asOf(long leftRows, long rightRows, boolean still, Pair pair) {
    if (leftRows == rightRows) {
      return Judgement.match();
    }
    String[] names = pair.label().split("/", 2);
    if (!still) {
      return new Judgement(
          Verdict.INCONCLUSIVE,
          false,
          String.format(
              Locale.ROOT,
              "the %s has changed since the copy was made: %d rows now, %d in %s",
              names[0],
              leftRows,
              rightRows,
              names[1]));
    }
    return differ(leftRows, rightRows, names[0], names[1]);
  }

  private static Judgement differ(long left, long right, String leftName, String rightName) {
    return new Judgement(
        Verdict.MISMATCH,
        false,
        String.format(Locale.ROOT, "%s has %d rows and %s %d", leftName, left, rightName, right));
  }

  private static String counts(LivePair pair, boolean equal) {
    return equal
        ? ""
        : String.format(Locale.ROOT, ": %d rows against %d", pair.sourceRows(), pair.replicaRows());
  }
}
