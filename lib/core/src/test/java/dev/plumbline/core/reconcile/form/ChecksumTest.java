package dev.plumbline.core.reconcile.form;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {
  private static final int SWAPS = 100_000;

  @Test
  void itIsTheChecksumThatMySqlComputes() {
    // As the MySQL manual has it: SELECT CRC32('MySQL').
    assertThat(checksum("MySQL")).isEqualTo(3_259_397_556L);
    assertThat(checksum("")).isZero();
    assertThat(CanonicalBytes.hash("MySQL", DigestStrength.CHECKSUM)).isEqualTo("3259397556");
  }

  @Test
  void swapsOfCellsBetweenRowsCancelInSumsOfChecksumsAndNotOfLanes() {
    Random random = new Random(11);
    int missed = 0;
    for (int i = 0; i < SWAPS; i++) {
      String one = Integer.toString(100 + random.nextInt(900));
      String other = Integer.toString(100 + random.nextInt(900));
      String left = "1|" + random.nextInt(10) + "|";
      String right = "2|" + random.nextInt(10) + "|";
      if (one.equals(other) || left.substring(1).equals(right.substring(1))) {
        continue;
      }
      String[] before = {left + one, right + other};
      String[] after = {left + other, right + one};
      missed += sum(before) == sum(after) ? 1 : 0;
      assertThat(lanes(before)).as("%s and %s", before[0], before[1]).isNotEqualTo(lanes(after));
    }
    assertThat(missed).as("swaps that plain sums miss").isPositive();
  }

  @Test
  void aLaneHasSixtyBits() {
    long all = 0;
    for (int checksum = -1_000; checksum < 1_000; checksum++) {
      long lane = lane(checksum);
      assertThat(lane).isNotNegative();
      all |= lane;
    }
    assertThat(all).isEqualTo((1L << 60) - 1);
  }

  private static long sum(String... rows) {
    return checksum(rows[0]) + checksum(rows[1]);
  }

  private static long lanes(String... rows) {
    return lane(checksum(rows[0])) + lane(checksum(rows[1]));
  }

  private static long lane(long checksum) {
    byte[] hash = new byte[Checksum.BYTES];
    Checksum.put(checksum, hash);
    assertThat((int) Checksum.get(hash)).isEqualTo((int) checksum);
    return Checksum.lane(Checksum.get(hash));
  }

  private static long checksum(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    return Checksum.of(bytes, 0, bytes.length);
  }
}
