package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.jobs.JobRunner;
import dev.plumbline.jobs.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.FileSystem;

/**
 * Runs command lines in this JVM, one after the other: what {@code Main} does but for the end of
 * the process.
 */
final class WarmJobs {
  private static final AtomicReference<Path> LAST = new AtomicReference<>();

  private final Path endpoints;
  private final Path folder;

  /**
   * @param folder where reports and alerts go
   */
  WarmJobs(Sandbox sandbox, Path folder) {
    this.endpoints = sandbox.endpointsFile();
    this.folder = folder.toAbsolutePath().resolve(".plumbline");
  }

  Plumbline.Ended run(List<String> arguments) {
    forgetOtherSandbox();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLUMBLINE_SANDBOX_ENDPOINTS", endpoints.toString());
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--set", "env.reports=" + folder.resolve("reports")));
    all.addAll(List.of("--set", "env.alerts.file=" + folder.resolve("alerts.jsonl")));
    Outcome outcome =
        new JobRunner(
                environment,
                Clock.systemUTC(),
                new SecureRandom(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8))
            .run(all);
    return new Plumbline.Ended(outcome.code().code(), out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Hadoop keeps clients by the name of the bucket, which is the same in each sandbox. */
  private void forgetOtherSandbox() {
    if (!endpoints.equals(LAST.getAndSet(endpoints))) {
      try {
        FileSystem.closeAll();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
