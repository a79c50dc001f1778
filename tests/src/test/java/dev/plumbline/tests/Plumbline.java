package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts jobs against a sandbox as a person would, by the launcher; or, where a test is about many
 * jobs and not about how they start, runs them in this JVM, where Spark is warm.
 */
final class Plumbline {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Duration MOST = Duration.ofMinutes(45);

  /** Of a job over few rows, most of the time goes into compiling code that then runs once. */
  private static final String COMPILE_LITTLE =
      "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m";

  private final Sandbox sandbox;
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Optional<WarmJobs> warm = Optional.empty();
  private int started;

  /**
   * @param folder working folder of the jobs, where reports and logs go
   */
  Plumbline(Sandbox sandbox, Path folder) {
    this.sandbox = sandbox;
    this.folder = folder;
    with("PLUMBLINE_JVM", COMPILE_LITTLE);
  }

  /** What a job printed and how it ended. */
  record Ended(int code, String out, String err) {
    String all() {
      return out + err;
    }
  }

  /** The repository's own files. */
  static Path home() {
    return HOME;
  }

  Plumbline with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** From now on jobs that are run to their end run in this JVM; a started one has a process. */
  Plumbline inThisJvm() {
    warm = Optional.of(new WarmJobs(sandbox, folder));
    return this;
  }

  /** Runs a job of the blog pipeline to its end. */
  Ended job(String job, String... more) {
    return run(arguments(job, more));
  }

  /** Runs a command line to its end. */
  Ended run(List<String> arguments) {
    return warm.isPresent() ? warm.get().run(arguments) : start(arguments).await();
  }

  /** Starts a job of the blog pipeline. */
  Running startJob(String job, String... more) {
    return start(arguments(job, more));
  }

  private static List<String> arguments(String job, String... more) {
    List<String> arguments = new ArrayList<>(List.of(job));
    arguments.addAll(List.of("--env", HOME.resolve("conf/env/local.yaml").toString()));
    arguments.addAll(List.of("--pipeline", HOME.resolve("conf/blog").toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  Running start(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("bin/plumbline").toString());
    command.addAll(arguments);
    return start(command, "job-" + ++started);
  }

  Running start(List<String> command, String name) {
    try {
      // What a killed process leaves goes with the test's folder.
      Path temporary = Files.createDirectories(folder.resolve("tmp")).toAbsolutePath();
      Path log = folder.resolve(name + ".log").toAbsolutePath();
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(folder.resolve(name + ".out").toFile())
              .redirectError(folder.resolve(name + ".err").toFile());
      builder.environment().putAll(environment);
      builder
          .environment()
          .merge("PLUMBLINE_JVM", "-Djava.io.tmpdir=" + temporary, (set, more) -> set + " " + more);
      builder.environment().put("PLUMBLINE_SANDBOX_ENDPOINTS", sandbox.endpointsFile().toString());
      builder.environment().put("PLUMBLINE_LOG", log.toString());
      return new Running(builder.start(), folder, name);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + command, e);
    }
  }

  /** The last report of a job of the blog pipeline. */
  JsonNode report(String job) {
    return report("blog", job);
  }

  /** The last report of a job of any pipeline. */
  JsonNode report(String pipeline, String job) {
    try {
      Path file = folder.resolve(".plumbline/reports/latest/" + pipeline + "/" + job + ".json");
      return new ObjectMapper().readTree(Files.readString(file, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A job that runs. */
  record Running(Process process, Path folder, String name) {
    Ended await() {
      try {
        if (!process.waitFor(MOST.toSeconds(), TimeUnit.SECONDS)) {
          kill();
          throw new IllegalStateException(name + " did not end: " + text(".out") + text(".err"));
        }
        return new Ended(process.exitValue(), text(".out"), text(".err"));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    /** Returns when the job's log has a line with the text. */
    Running awaitLog(String text) {
      org.awaitility.Awaitility.await(text + " in the log of " + name)
          .atMost(MOST)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> text(".log").contains(text) || !process.isAlive());
      if (!text(".log").contains(text)) {
        throw new IllegalStateException(
            name + " ended without '" + text + "': " + text(".out") + text(".err"));
      }
      return this;
    }

    /** Waits for its end, at most so long; false where it goes on. */
    boolean endsWithin(Duration most) throws InterruptedException {
      return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What it wrote into its log so far. */
    String log() {
      return text(".log");
    }

    /** Ends it as kill -9 does, with what it started. */
    void kill() {
      List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
      all.add(process.toHandle());
      all.forEach(ProcessHandle::destroyForcibly);
      Plumbline.gone(all);
    }

    private String text(String ending) {
      Path file = folder.resolve(name + ending);
      try {
        return Files.exists(file) ? Files.readString(file, UTF_8) : "";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void gone(Collection<ProcessHandle> processes) {
    await("killed processes to be gone")
        .atMost(Duration.ofSeconds(30))
        .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }
}
