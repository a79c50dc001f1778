package dev.plumbline.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** {@code bench digests|extract|incremental}, from the project's folder. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String which = arguments.length == 1 ? arguments[0] : "";
    Settings settings = Settings.of(Path.of("").toAbsolutePath(), System.getenv());
    switch (which) {
      case "digests" -> DigestBench.run(settings.orRows(10_000_000), out);
      case "extract" -> ExtractBench.run(settings.orRows(5_000_000), out);
      case "incremental" -> IncrementalBench.run(settings.orRows(5_000_000), out);
      default -> {
        System.err.println("Usage: bench/bench digests|extract|incremental");
        System.exit(2);
      }
    }
  }

  /**
   * What the environment says.
   *
   * @param home the project's folder
   * @param rows 0 for the benchmark's own number
   * @param rounds how often each thing is measured
   * @param peers whether other tools are installed and measured beside
   * @param modes of extraction that are measured
   * @param poolMegabytes how much of its tables MySQL may keep in memory
   */
  record Settings(
      Path home, long rows, int rounds, boolean peers, Set<String> modes, long poolMegabytes) {
    /** All modes of extraction. */
    static final String MODES = "cursor cursor_alone changes";

    static Settings of(Path home, Map<String, String> environment) {
      return new Settings(
          home,
          Long.parseLong(environment.getOrDefault("ROWS", "0")),
          Integer.parseInt(environment.getOrDefault("ROUNDS", "3")),
          !environment.getOrDefault("PEERS", "yes").equals("no"),
          Set.of(environment.getOrDefault("MODES", MODES).split(" ")),
          Long.parseLong(environment.getOrDefault("POOL", "256")));
    }

    Settings orRows(long standard) {
      return rows > 0 ? this : new Settings(home, standard, rounds, peers, modes, poolMegabytes);
    }

    /** Whether a mode of extraction is measured. */
    boolean measures(String mode) {
      return modes.contains(mode);
    }

    /** Where the benchmark keeps its sandbox. */
    Path folder() {
      return home.resolve("bench/target/sandbox");
    }
  }
}
