package dev.plumbline.sandbox.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The pid file of one server, which outlives a killed guard.
 *
 * @param path the file, which holds one process id in decimal
 * @param marker text in the server's command line (its data directory), so that a process id used
 *     again by a stranger is not mistaken for the server
 */
public record PidFile(Path path, String marker) {

  /** The server that the file names, when it is alive and is ours. */
  public Optional<ProcessHandle> running() {
    return pid().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).filter(this::isOurs);
  }

  /** The process id in the file, alive or not. */
  Optional<Long> pid() {
    try {
      String text = Files.readString(path, UTF_8).strip();
      return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the pid file " + path, e);
    }
  }

  /**
   * Ends what an earlier, killed start has left: gives a server that is already shutting down the
   * time to finish, then asks it to stop, then kills it. Returns when it is gone.
   *
   * @throws IllegalStateException when it cannot be killed
   */
  public void endLeftover(Duration patience) {
    Optional<ProcessHandle> leftover = running();
    if (leftover.isPresent()) {
      ProcessHandle server = leftover.get();
      if (!gone(server, patience)) {
        server.destroy();
        if (!gone(server, patience)) {
          server.destroyForcibly();
        }
      }
      if (!gone(server, Duration.ofSeconds(10))) {
        throw new IllegalStateException(
            "Cannot end the leftover server process " + server.pid() + " of " + path);
      }
    }
    delete();
  }

  private void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove the pid file " + path, e);
    }
  }

  private boolean isOurs(ProcessHandle process) {
    return process.info().commandLine().map(line -> line.contains(marker)).orElse(true);
  }

  static boolean gone(ProcessHandle process, Duration patience) {
    return Waiting.until(patience, () -> !process.isAlive());
  }
}
