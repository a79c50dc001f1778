package dev.plumbline.core.reconcile;

/**
 * What a comparison came to, and why.
 *
 * @param replicaBehind whether the verdict only says that the replica is not there yet (lag,
 *     resync)
 * @param message empty for a MATCH that needs no remark
 */
public record Judgement(Verdict verdict, boolean replicaBehind, String message) {
  static Judgement match() {
    return new Judgement(Verdict.MATCH, false, "");
  }
}
