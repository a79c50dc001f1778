package dev.plumbline.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.table.ExpectSpec;
import dev.plumbline.core.table.ExpectSpec.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownExceptionsTest {
  private static final LocalDate UNTIL = LocalDate.of(2026, 7, 1);
  private static final LocalDate BEFORE = LocalDate.of(2026, 6, 30);

  @Test
  void aDifferenceInTheNamedColumnsIsQuietUntilTheDayBefore() {
    ReconcileReport found = mismatch(Map.of("changed", 2L), column("notes", 2, 0));

    ReconcileReport quiet = known(BEFORE, changed("notes")).compared(found, true);
    ReconcileReport loud = known(UNTIL, changed("notes")).compared(found, true);

    assertThat(quiet.quiet()).isTrue();
    assertThat(quiet.verdict()).isEqualTo(Verdict.MISMATCH);
    assertThat(quiet.nextCommand()).isEmpty();
    assertThat(quiet.message())
        .isEqualTo("they differ; known until 2026-07-01 (mismatch, owner dba): bug 17");
    assertThat(quiet.known()).extracting(Known::owner).containsExactly("dba");
    assertThat(loud.quiet()).isFalse();
    assertThat(loud.nextCommand()).isEqualTo("next");
    assertThat(loud.message())
        .isEqualTo(
            "they differ; was known until 2026-07-01, which has passed (mismatch, owner dba): bug"
                + " 17; outside of what is known: column notes");
  }

  @Test
  void whateverLiesOutsideStaysLoudAndIsNamed() {
    ReconcileReport otherColumn =
        mismatch(Map.of("changed", 2L), column("notes", 1, 0), column("price", 1, 0));
    ReconcileReport otherKind =
        mismatch(Map.of("changed", 2L, "missing", 3L, "unsettled", 1L), column("notes", 2, 0));
    KnownExceptions known = known(BEFORE, changed("notes"));

    assertThat(known.compared(otherColumn, true))
        .satisfies(
            report -> {
              assertThat(report.quiet()).isFalse();
              assertThat(report.message()).endsWith("outside of what is known: column price");
            });
    assertThat(known.compared(otherKind, true))
        .satisfies(
            report -> {
              assertThat(report.quiet()).isFalse();
              assertThat(report.message()).endsWith("known: 3 missing, 1 unsettled");
            });
  }

  @Test
  void whatWasNotReadIsNotKnown() {
    KnownExceptions known = known(BEFORE, changed("notes"), of(Kind.MISSING));

    assertThat(
            known.compared(mismatch(Map.of("changed", 9L), column("notes", 9, 0)), false).quiet())
        .as("reading stopped")
        .isFalse();
    assertThat(known.compared(mismatch(Map.of("changed", 9L, "missing", 1L)), true).quiet())
        .as("no cells were read")
        .isFalse();
    assertThat(known.compared(mismatch(Map.of()), true).quiet()).as("no rows were read").isFalse();
  }

  @Test
  void severalExceptionsCoverADifferenceTogether() {
    ReconcileReport found =
        mismatch(
            Map.of("changed", 3L, "missing", 1L, "expected-loss", 4L),
            column("notes", 3, 0),
            column("born", 4, 4));

    assertThat(known(BEFORE, changed("notes"), of(Kind.MISSING)).compared(found, true).quiet())
        .isTrue();
    assertThat(known(BEFORE, of(Kind.MISSING)).compared(found, true).quiet()).isFalse();
    assertThat(known(BEFORE, changed("notes")).compared(found, true).quiet()).isFalse();
  }

  @Test
  void aLossIsAcceptedInItsColumnsUntilTheDate() {
    ExpectSpec loss =
        new ExpectSpec(Kind.EXPECTED_LOSS, List.of("notes"), "TRUNCATECOLUMNS", "dba", UNTIL);

    assertThat(known(BEFORE, loss).columnsOfLoss()).containsExactly("notes");
    assertThat(known(UNTIL, loss).columnsOfLoss()).isEmpty();
    assertThat(
            known(UNTIL, loss)
                .compared(mismatch(Map.of("changed", 1L), column("notes", 1, 0)), true))
        .satisfies(
            report -> {
              assertThat(report.quiet()).isFalse();
              assertThat(report.message()).contains("was known until 2026-07-01");
            });
  }

  @Test
  void aRefusedTableIsQuietOnlyWhereThatIsDeclared() {
    ReconcileReport refused = report(Verdict.NOT_COMPARABLE, Evidence.NONE);

    assertThat(known(BEFORE).notReplicated(refused)).isEqualTo(refused);
    assertThat(known(BEFORE, changed("notes")).notReplicated(refused)).isEqualTo(refused);
    assertThat(known(BEFORE, of(Kind.NOT_REPLICATED)).notReplicated(refused).quiet()).isTrue();
    assertThat(known(UNTIL, of(Kind.NOT_REPLICATED)).notReplicated(refused).quiet()).isFalse();
  }

  @Test
  void equalCopiesNeedNoException() {
    ReconcileReport match = report(Verdict.MATCH, Evidence.NONE);
    assertThat(known(BEFORE, changed("notes")).compared(match, true)).isEqualTo(match);
  }

  private static KnownExceptions known(LocalDate today, ExpectSpec... declared) {
    return new KnownExceptions(Arrays.asList(declared), today);
  }

  private static ExpectSpec changed(String column) {
    return new ExpectSpec(Kind.MISMATCH, List.of(column), "bug 17", "dba", UNTIL);
  }

  private static ExpectSpec of(Kind kind) {
    return new ExpectSpec(kind, List.of(), "so it is", "dba", UNTIL);
  }

  private static Evidence.Column column(String name, long different, long expected) {
    return new Evidence.Column(name, different, expected, "");
  }

  private static ReconcileReport mismatch(Map<String, Long> kinds, Evidence.Column... columns) {
    return report(
        Verdict.MISMATCH,
        new Evidence(kinds, Arrays.asList(columns), List.of(), List.of(), "", "", ""));
  }

  private static ReconcileReport report(Verdict verdict, Evidence evidence) {
    Instant at = Instant.parse("2026-06-01T00:00:00Z");
    return new ReconcileReport(
        "users",
        Pair.SOURCE_REPLICA,
        Depth.CELLS,
        verdict,
        new Side("aurora blog.users", 10, at),
        new Side("warehouse zeroetl.blog.users", 10, at),
        0,
        0,
        0,
        0,
        0,
        0,
        "3 of 3",
        1,
        null,
        at,
        List.of(),
        "next",
        "they differ",
        evidence);
  }
}
