package dev.plumbline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.bench.Main.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each benchmark once with few rows: it runs, checks what it measured, and prints its table. */
@Tag("soak")
class BenchIT {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void comparesWhatItPlanted() throws Exception {
    DigestBench.run(settings(30_000), out);
    assertThat(lines())
        .anyMatch(line -> line.contains("through the Redshift gateway, 3 differences found"));
  }

  @Test
  void extractsWhatItFilled() throws Exception {
    ExtractBench.run(settings(20_000), out);
    assertThat(lines())
        .anyMatch(line -> line.startsWith("narrow: 20,000 rows of 8 columns"))
        .anyMatch(line -> line.startsWith("wide: 2,000 rows of 60 columns"))
        .anyMatch(line -> line.contains("plumbline, MySQL to Iceberg, proven"));
  }

  @Test
  void extractsWhatChanged() throws Exception {
    IncrementalBench.run(settings(20_000), out);
    assertThat(lines())
        .anyMatch(line -> line.startsWith("narrow: 20,000 rows of 8 columns, extracted by cursor"))
        .anyMatch(line -> line.contains("changes: nothing changed"))
        .anyMatch(line -> line.contains("incremental: nothing changed"));
  }

  private static Settings settings(long rows) {
    return new Settings(HOME, rows, 1, false, Set.of(Settings.MODES.split(" ")), 256);
  }

  private Stream<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines();
  }
}
