package dev.plumbline.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.CountsJudge.LivePair;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountsJudgeTest {
  @ParameterizedTest
  @CsvSource({
    // source, replica, still, passed -> verdict, replica behind
    "10, 10, true,  true,  MATCH,        false",
    "10, 10, false, true,  MATCH,        false",
    "0,  0,  true,  true,  MATCH,        false",
    "10, 9,  true,  true,  MISMATCH,     false",
    "0,  5,  true,  true,  MISMATCH,     false",
    "10, 9,  false, true,  INCONCLUSIVE, false",
    "10, 9,  true,  false, INCONCLUSIVE, true",
    "10, 10, true,  false, INCONCLUSIVE, true",
    "10, 9,  false, false, INCONCLUSIVE, true"
  })
  void aLivePair(
      long source, long replica, boolean still, boolean passed, Verdict verdict, boolean behind) {
    Judgement judgement = CountsJudge.live(new LivePair(source, replica, still, passed));
    assertThat(judgement.verdict()).isEqualTo(verdict);
    assertThat(judgement.replicaBehind()).isEqualTo(behind);
    assertThat(judgement.message().isEmpty()).isEqualTo(verdict == Verdict.MATCH);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10, true,  MATCH,        false",
    "10, 9,  true,  MISMATCH,     false",
    "10, 9,  false, INCONCLUSIVE, false"
  })
  void anAsOfPair(long left, long right, boolean still, Verdict verdict, boolean behind) {
    Judgement judgement = CountsJudge.asOf(left, right, still, Pair.SOURCE_BRONZE);
    assertThat(judgement.verdict()).isEqualTo(verdict);
    assertThat(judgement.replicaBehind()).isEqualTo(behind);
  }

  @ParameterizedTest
  @CsvSource({
    "Failed,          false",
    "missing,         false",
    "unknown,         false",
    "ResyncRequired,  true",
    "ResyncInitiated, true"
  })
  void aTableThatCannotBeRead(String state, boolean behind) {
    Judgement judgement = CountsJudge.unreadable(state, "unsupported type");
    assertThat(judgement.verdict()).isEqualTo(Verdict.NOT_COMPARABLE);
    assertThat(judgement.replicaBehind()).isEqualTo(behind);
    assertThat(judgement.message()).endsWith(": unsupported type");
  }
}
