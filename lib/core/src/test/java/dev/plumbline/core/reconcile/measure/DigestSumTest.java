package dev.plumbline.core.reconcile.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.form.Checksum;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.table.CanonicalForm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigestSumTest {
  private static final TableForm PLAIN =
      TableForm.of(List.of(DigestColumn.of("id", CanonicalForm.INTEGER, 20)), List.of("id"))
          .inPassing();
  private static final TableForm WITH_TOOL =
      TableForm.of(
              List.of(
                  DigestColumn.of("id", CanonicalForm.INTEGER, 20),
                  DigestColumn.of("score", CanonicalForm.FLOAT64, 20)),
              List.of("id"))
          .inPassing();

  @Test
  void rowsAreAddedAgainByTheirChecksums() {
    for (TableForm form : List.of(PLAIN, WITH_TOOL)) {
      boolean tool = !form.byTool().isEmpty();
      DigestSum sum = new DigestSum(form);
      List<Long> kept = new ArrayList<>();
      for (long checksum : new long[] {0, 1, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL}) {
        sum.add(hash(checksum));
        if (tool) {
          sum.addTool(hash(0xFFFF_FFFFL - checksum));
        }
        kept.add(sum.last());
      }

      DigestSum again = new DigestSum(form);
      kept.forEach(again::addChecksums);

      assertThat(again.digest()).isEqualTo(sum.digest());
      assertThat(again.last()).isEqualTo(sum.last());
      assertThat(kept).doesNotHaveDuplicates();
    }
  }

  @Test
  void aSpoiledRowIsThereAndProvesNothing() {
    DigestSum sum = new DigestSum(PLAIN);
    sum.add(hash(7));
    sum.spoil();

    assertThat(sum.digest().rows()).isEqualTo(1);
    assertThat(sum.digest().provesEqual(sum.digest())).isFalse();
  }

  private static byte[] hash(long checksum) {
    byte[] hash = new byte[Checksum.BYTES];
    Checksum.put(checksum, hash);
    return hash;
  }
}
