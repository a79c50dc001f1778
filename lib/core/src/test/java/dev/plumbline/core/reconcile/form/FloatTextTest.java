package dev.plumbline.core.reconcile.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatTextTest {
  private static final double[] DOUBLES = {
    1,
    -1,
    0.1,
    1e300,
    0x1.8p0,
    Double.MAX_VALUE,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    -4.9e-320,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private static final float[] FLOATS = {
    1,
    -1,
    0.1f,
    1e30f,
    Float.MAX_VALUE,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -1e-42f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY
  };

  @Test
  void doublesAreWrittenAsJavaDoes() {
    Random random = new Random(3);
    for (double value : DOUBLES) {
      assertDouble(value);
    }
    for (int i = 0; i < 100_000; i++) {
      assertDouble(Double.longBitsToDouble(random.nextLong()));
      assertDouble(random.nextInt(100_000) / 100.0);
    }
  }

  @Test
  void floatsAreWrittenAsJavaDoes() {
    Random random = new Random(3);
    for (float value : FLOATS) {
      assertFloat(value);
    }
    for (int i = 0; i < 100_000; i++) {
      assertFloat(Float.intBitsToFloat(random.nextInt()));
    }
  }

  @Test
  void bothZerosAreOne() {
    assertThat(CanonicalValue.float64(-0.0)).isEqualTo("0x0.0p0");
    assertThat(CanonicalValue.float32(-0.0f)).isEqualTo("0x0.0p0");
  }

  private static void assertDouble(double value) {
    if (value != 0) {
      assertThat(CanonicalValue.float64(value))
          .isEqualTo(Double.toHexString(value).toLowerCase(Locale.ROOT));
    }
  }

  private static void assertFloat(float value) {
    if (value != 0) {
      assertThat(CanonicalValue.float32(value))
          .isEqualTo(Float.toHexString(value).toLowerCase(Locale.ROOT));
    }
  }
}
