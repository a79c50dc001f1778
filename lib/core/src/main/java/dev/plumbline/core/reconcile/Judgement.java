package dev.plumbline.core.reconcile;

import dev.plumbline.core.run.ExitCode;

/**
 * What a comparison came to, and why.
 *
 * @param exitCode what a run ends with because of it
 * @param message empty for a MATCH that needs no remark
 */
public record Judgement(Verdict verdict, ExitCode exitCode, String message) {
  static Judgement match() {
    return new Judgement(Verdict.MATCH, ExitCode.OK, "");
  }
}
