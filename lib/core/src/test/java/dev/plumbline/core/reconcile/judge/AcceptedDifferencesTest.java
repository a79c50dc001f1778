package dev.plumbline.core.reconcile.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.LossPolicy.Loss;
import dev.plumbline.core.table.CanonicalForm;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a policy accepts, and that it accepts no more. */
class AcceptedDifferencesTest {
  private static final TableForm FORM =
      TableForm.of(
          List.of(
              DigestColumn.of("id", CanonicalForm.INTEGER, 20),
              DigestColumn.of("price", CanonicalForm.DECIMAL, 20),
              DigestColumn.of("seen", CanonicalForm.LOCAL_MICROS, 20),
              DigestColumn.of("a", CanonicalForm.TEXT, 80),
              DigestColumn.of("b", CanonicalForm.TEXT, 80)),
          List.of("id"));

  private final MemoryTable left = new MemoryTable("left", FORM);
  private final MemoryTable right = new MemoryTable("right", FORM);
  private final List<Difference> differences = new ArrayList<>();

  @Test
  void valuesWithinTheirToleranceAreEqualAndThatIsSaid() {
    left.with("1", "1.00", "0", "x", "y").with("2", "5", "0", "x", "y");
    right.with("1", "1.05", "2000000", "x", "y").with("2", "4.95", "0", "x", "y");

    ComparisonResult result =
        compare(
            LossPolicy.NONE.within(
                Map.of("price", new BigDecimal("0.05"), "seen", new BigDecimal("2"))));

    assertThat(result.judgement().verdict()).isEqualTo(Verdict.MATCH);
    assertThat(result.judgement().message())
        .isEqualTo("2 cells of price, 1 cell of seen equal by tolerance only");
    assertThat(result.tolerated()).isEqualTo(Map.of("price", 2L, "seen", 1L));
    assertThat(result.depth()).isEqualTo(Depth.CELLS);
    assertThat(differences).isEmpty();
  }

  @Test
  void beyondTheToleranceOrInAnotherColumnTheyDiffer() {
    left.with("1", "1.00", "0", "x", "y").with("2", "1", "0", "x", "y").with("3", "1", "0", "", "");
    right
        .with("1", "1.06", "0", "x", "y")
        .with("2", "1.01", "0", "x", "z")
        .with("3", null, "0", "", "");

    compare(LossPolicy.NONE.within(Map.of("price", new BigDecimal("0.05"))));

    assertThat(differences)
        .extracting(
            one -> one.key() + " " + one.cells().stream().map(CellDifference::column).toList())
        .containsExactly("1 [price]", "2 [b]", "3 [price]");
  }

  @Test
  void aLossIsAcceptedInItsOwnColumnOnly() {
    String long40 = "é".repeat(20);
    left.with("1", "1", "0", long40, "y").with("2", "1", "0", "x", long40);
    right.with("1", "1", "0", "é".repeat(10), "y").with("2", "1", "0", "x", "é".repeat(10));

    compare(LossPolicy.NONE.with("a", Set.of(Loss.CUT)));

    assertThat(differences)
        .extracting(one -> one.kind() + " " + one.key())
        .containsExactly("EXPECTED_LOSS 1", "CHANGED 2");
  }

  @Test
  void keysComeInTheOrderOfTheirValues() {
    for (String id : List.of("300", "8", "7", "1000", "9")) {
      left.with(id, "1", "0", "x", "y");
    }

    assertThat(compare(LossPolicy.NONE).samples())
        .extracting(one -> one.key().toString())
        .containsExactly("7", "8", "9", "300", "1000");
  }

  private ComparisonResult compare(LossPolicy policy) {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    return new TableComparison(
            FORM,
            left,
            right,
            TableComparison.Settings.of(clock).withPolicy(policy).withSink(differences::add))
        .compare();
  }
}
