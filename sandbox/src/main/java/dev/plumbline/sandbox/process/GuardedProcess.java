package dev.plumbline.sandbox.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * An external server that lives no longer than this JVM, kill -9 included.
 *
 * <p>The server runs under {@code guard.sh}, whose standard input is a pipe from this JVM. When the
 * pipe closes, because {@link #close()} closed it or because this JVM is gone, the guard stops the
 * server and, past a deadline, kills it. When the guard itself is killed, this class ends the
 * server; when both are killed at once, the next start does, by the pid file.
 */
public final class GuardedProcess implements AutoCloseable {
  private static final Duration LEFTOVER_PATIENCE = Duration.ofSeconds(10);
  private static final Duration STARTED = Duration.ofSeconds(10);

  /** How a server is asked to stop. */
  public enum StopSignal {
    TERM,
    INT,
    QUIT
  }

  /**
   * What to run.
   *
   * @param name a short name; names the pid file, the log file and the messages
   * @param command program and arguments
   * @param marker text in the command that no other process has, such as the data directory
   * @param environment variables added to those of this JVM
   * @param runFolder holds the pid file and the guard's script
   * @param logFolder holds {@code <name>.log}, appended to
   * @param stopSignal asks the server to stop
   * @param stopDeadline the time it gets before it is killed, at least a second
   */
  public record Spec(
      String name,
      List<String> command,
      String marker,
      Map<String, String> environment,
      Path runFolder,
      Path logFolder,
      StopSignal stopSignal,
      Duration stopDeadline) {

    public Spec {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }

    PidFile pidFile() {
      return new PidFile(runFolder.resolve(name + ".pid"), marker);
    }

    Path logFile() {
      return logFolder.resolve(name + ".log");
    }
  }

  private final Spec spec;
  private final Process guard;
  private final ProcessHandle server;

  private GuardedProcess(Spec spec, Process guard, ProcessHandle server) {
    this.spec = spec;
    this.guard = guard;
    this.server = server;
  }

  /**
   * Starts the server after ending a leftover of an earlier start. Returns when the process exists,
   * which says nothing about whether it serves already.
   *
   * @throws IllegalStateException when a leftover cannot be ended or the server ends at once
   */
  public static GuardedProcess start(Spec spec) {
    try {
      Files.createDirectories(spec.runFolder());
      Files.createDirectories(spec.logFolder());
      spec.pidFile().endLeftover(LEFTOVER_PATIENCE);
      Process guard = startGuard(spec);
      GuardedProcess started = new GuardedProcess(spec, guard, awaitServer(spec, guard));
      CompletableFuture<Void> cleanup = guard.onExit().thenRun(started::guardEnded);
      assert cleanup != null;
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + spec.name(), e);
    }
  }

  private static Process startGuard(Spec spec) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("sh");
    command.add(script(spec.runFolder()).toString());
    command.add(spec.pidFile().path().toString());
    command.add(spec.stopSignal().name());
    command.add(Long.toString(Math.max(1, spec.stopDeadline().toSeconds())));
    command.addAll(spec.command());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(spec.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.logFile().toFile()));
    return builder.start();
  }

  private static Path script(Path folder) throws IOException {
    try (InputStream in = GuardedProcess.class.getResourceAsStream("guard.sh")) {
      byte[] script = in.readAllBytes();
      Path file = folder.resolve("guard.sh");
      // A guard that runs reads its script as it goes, so an existing one is never written over.
      if (!Files.exists(file) || !Files.readString(file, UTF_8).equals(new String(script, UTF_8))) {
        Path fresh = Files.createTempFile(folder, "guard", ".sh");
        Files.write(fresh, script);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      }
      return file;
    }
  }

  private static ProcessHandle awaitServer(Spec spec, Process guard) {
    PidFile pidFile = spec.pidFile();
    boolean started = Waiting.until(STARTED, () -> pidFile.pid().isPresent() || !guard.isAlive());
    return pidFile
        .pid()
        .filter(pid -> started)
        .flatMap(ProcessHandle::of)
        .orElseThrow(
            () -> {
              guard.destroyForcibly();
              return new IllegalStateException(
                  "Cannot start " + spec.name() + ": it ended at once, see " + spec.logFile());
            });
  }

  private void guardEnded() {
    closePipe();
    server.destroyForcibly();
  }

  /** The server's process id, not the guard's. */
  public long pid() {
    return server.pid();
  }

  /** The guard's process id, for tests that kill it. */
  long guardPid() {
    return guard.pid();
  }

  public boolean isAlive() {
    return guard.isAlive() && server.isAlive();
  }

  /** Completes when the server has ended, for whatever reason. */
  public CompletableFuture<Process> onExit() {
    return guard.onExit();
  }

  /** Where the server's output goes. */
  public Path logFile() {
    return spec.logFile();
  }

  /**
   * Kills the server as a crash would, with no chance to write anything. Returns when it is gone.
   */
  public void kill() {
    server.destroyForcibly();
    PidFile.gone(server, Duration.ofSeconds(10));
  }

  /** Stops the server with its signal, kills it past the deadline, and returns when it is gone. */
  @Override
  public void close() {
    closePipe();
    if (!Waiting.until(spec.stopDeadline().plusSeconds(5), () -> !guard.isAlive())) {
      server.destroyForcibly();
      guard.destroyForcibly();
    }
    if (!PidFile.gone(server, Duration.ofSeconds(10))) {
      throw new IllegalStateException(
          "Cannot stop " + spec.name() + ": process " + server.pid() + " does not end");
    }
  }

  private void closePipe() {
    try {
      guard.getOutputStream().close();
    } catch (IOException e) {
      // The guard is gone already, and with it the reader of the pipe.
      assert !guard.isAlive() : e;
    }
  }
}
