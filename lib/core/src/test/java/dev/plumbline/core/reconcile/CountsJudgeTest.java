package dev.plumbline.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.CountsJudge.LivePair;
import dev.plumbline.core.run.ExitCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountsJudgeTest {
  @ParameterizedTest
  @CsvSource({
    // source, replica, still, passed -> verdict, exit code
    "10, 10, true,  true,  MATCH,        OK",
    "10, 10, false, true,  MATCH,        OK",
    "0,  0,  true,  true,  MATCH,        OK",
    "10, 9,  true,  true,  MISMATCH,     MISMATCH",
    "0,  5,  true,  true,  MISMATCH,     MISMATCH",
    "10, 9,  false, true,  INCONCLUSIVE, INCONCLUSIVE",
    "10, 9,  true,  false, INCONCLUSIVE, REPLICA_BEHIND",
    "10, 10, true,  false, INCONCLUSIVE, REPLICA_BEHIND",
    "10, 9,  false, false, INCONCLUSIVE, REPLICA_BEHIND"
  })
  void aLivePair(
      long source, long replica, boolean still, boolean passed, Verdict verdict, ExitCode code) {
    Judgement judgement = CountsJudge.live(new LivePair(source, replica, still, passed));
    assertThat(judgement.verdict()).isEqualTo(verdict);
    assertThat(judgement.exitCode()).isEqualTo(code);
    assertThat(judgement.message().isEmpty()).isEqualTo(verdict == Verdict.MATCH);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10, true,  MATCH,        OK",
    "10, 9,  true,  MISMATCH,     MISMATCH",
    "10, 9,  false, INCONCLUSIVE, INCONCLUSIVE"
  })
  void anAsOfPair(long left, long right, boolean still, Verdict verdict, ExitCode code) {
    Judgement judgement = CountsJudge.asOf(left, right, still, Pair.SOURCE_BRONZE);
    assertThat(judgement.verdict()).isEqualTo(verdict);
    assertThat(judgement.exitCode()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "Failed,          NOT_COMPARABLE",
    "missing,         NOT_COMPARABLE",
    "unknown,         NOT_COMPARABLE",
    "ResyncRequired,  REPLICA_BEHIND",
    "ResyncInitiated, REPLICA_BEHIND"
  })
  void aTableThatCannotBeRead(String state, ExitCode code) {
    Judgement judgement = CountsJudge.unreadable(state, "unsupported type");
    assertThat(judgement.verdict()).isEqualTo(Verdict.NOT_COMPARABLE);
    assertThat(judgement.exitCode()).isEqualTo(code);
    assertThat(judgement.message()).endsWith(": unsupported type");
  }
}
