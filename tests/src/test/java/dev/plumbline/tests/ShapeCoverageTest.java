package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeCoverageTest {

  @Test
  void coverageIsPerKindAndFeature() {
    List<String> tested = List.of("SELECT [WHERE, count()]", "SELECT [IN]", "COPY [MANIFEST]");
    assertThat(ShapeCoverage.untested(List.of("SELECT [IN, WHERE]", "COPY []"), tested)).isEmpty();
    assertThat(
            ShapeCoverage.untested(
                List.of("SELECT [IN, crc32()]", "COPY [PARQUET]", "MERGE [USING]"), tested))
        .containsExactly("COPY: PARQUET", "MERGE", "SELECT: crc32()");
  }
}
