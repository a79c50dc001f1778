package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever the jobs and the tests asked of the gateway, its contract suite has tried through
 * Amazon's driver. Runs after all other tests of the build, over what their sandboxes served.
 */
class ShapeCoverageIT {
  private static final Path TESTED = Path.of("..", "sandbox", "target", "contract-shapes.log");

  @Test
  void nothingWasServedThatTheContractSuiteLacks() throws IOException {
    assumeTrue(
        Files.exists(TESTED) && Files.isDirectory(Sandbox.SHAPES),
        "skipped: the contract suite or the other tests did not run in this build");

    Set<String> served = new LinkedHashSet<>();
    try (Stream<Path> logs = Files.list(Sandbox.SHAPES)) {
      for (Path log : logs.toList()) {
        served.addAll(Files.readAllLines(log, UTF_8));
      }
    }

    assertThat(served).isNotEmpty();
    assertThat(ShapeCoverage.untested(served, Files.readAllLines(TESTED, UTF_8))).isEmpty();
  }
}
