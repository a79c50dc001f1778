package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.text.Human;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The verdict on a table, from what was found. */
final class TableJudge {
  private TableJudge() {}

  /**
   * @param live whether both sides move
   * @param part whether only some of the rows were compared
   */
  static Judgement judge(Findings findings, boolean live, boolean part) {
    if (findings.depth() == Depth.COUNTS) {
      return counts(findings, live, part);
    }
    List<String> differences = differences(findings);
    if (!differences.isEmpty()) {
      return mismatch(String.join(", ", differences) + stopped(findings));
    }
    if (findings.depth() == Depth.CHECKSUMS && findings.differingBuckets() > 0) {
      return digests(findings, live);
    }
    if (!findings.complete()) {
      return inconclusive("very different: reading stopped before differences were settled");
    }
    if (findings.unsettled() > 0) {
      return unsettled(findings);
    }
    long lost = findings.tally().rows(DifferenceKind.EXPECTED_LOSS);
    return lost > 0
        ? new Judgement(Verdict.EXPECTED_LOSS, false, lost + " rows with losses by setting")
        : match(findings, part);
  }

  private static Judgement match(Findings findings, boolean part) {
    boolean empty = findings.leftRows() == 0 && findings.rightRows() == 0;
    return new Judgement(Verdict.MATCH, false, empty ? none(part) : tolerated(findings));
  }

  private static String none(boolean part) {
    return part ? "neither copy has such rows" : "both copies are empty";
  }

  /** Such as {@code 3 cells of price are equal by tolerance}. */
  private static String tolerated(Findings findings) {
    return findings.tally().tolerated().entrySet().stream()
        .map(
            column ->
                column.getValue()
                    + (column.getValue() == 1 ? " cell of " : " cells of ")
                    + column.getKey())
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(", "),
                cells -> cells.isEmpty() ? "" : cells + " equal by tolerance only"));
  }

  private static Judgement counts(Findings findings, boolean live, boolean part) {
    if (findings.leftRows() == findings.rightRows()) {
      return match(findings, part);
    }
    String message = findings.leftRows() + " rows against " + findings.rightRows();
    return live ? inconclusive(message + " while both copies move") : mismatch(message);
  }

  private static Judgement digests(Findings findings, boolean live) {
    String message = findings.differingBuckets() + " buckets differ";
    return live
        ? inconclusive(message + "; depth rows tells whether writes in flight explain it")
        : mismatch(message);
  }

  private static Judgement unsettled(Findings findings) {
    long keys = findings.unsettled();
    return switch (findings.passage()) {
      case BEHIND ->
          new Judgement(
              Verdict.IN_FLIGHT,
              true,
              keys + " keys differ and the replica has not passed the source's position");
      case UNKNOWN ->
          inconclusive(keys + " keys differ and the replica's checkpoint cannot be read");
      case PASSED -> inconclusive(keys + " keys kept changing while they were compared");
    };
  }

  private static List<String> differences(Findings findings) {
    List<String> parts = new ArrayList<>();
    part(parts, findings, DifferenceKind.MISSING, "missing on the right");
    part(parts, findings, DifferenceKind.EXTRA, "extra on the right");
    part(parts, findings, DifferenceKind.CHANGED, "changed");
    part(parts, findings, DifferenceKind.DUPLICATE, "duplicated");
    part(parts, findings, DifferenceKind.KEY_CASE, "with the key spelled otherwise");
    return parts;
  }

  private static void part(
      List<String> parts, Findings findings, DifferenceKind kind, String text) {
    long rows = findings.tally().rows(kind);
    if (rows > 0) {
      parts.add(
          Human.count(rows, "row")
              + " "
              + text
              + findings.tally().committed(kind).map(span -> ", " + span.words()).orElse(""));
    }
  }

  private static String stopped(Findings findings) {
    return findings.complete() ? "" : "; very different, so reading stopped";
  }

  private static Judgement mismatch(String message) {
    return new Judgement(Verdict.MISMATCH, false, message);
  }

  private static Judgement inconclusive(String message) {
    return new Judgement(Verdict.INCONCLUSIVE, false, message);
  }
}
