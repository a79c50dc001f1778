package dev.plumbline.sandbox.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the sandbox keeps things.
 *
 * @param state kept between runs: data directories, logs, pid files, passwords
 * @param binaries unpacked servers; may be shared by several sandboxes
 */
public record Folders(Path state, Path binaries) {

  public Folders {
    state = state.toAbsolutePath().normalize();
    binaries = binaries.toAbsolutePath().normalize();
  }

  /** The folders of a sandbox under a project's root. */
  public static Folders under(Path root) {
    Path plumbline = root.resolve(".plumbline");
    return new Folders(plumbline.resolve("sandbox"), plumbline.resolve("binaries"));
  }

  /** The folder of one server's data, made when absent. */
  public Path data(String server) {
    return made(state.resolve(server));
  }

  /** Pid files, made when absent. */
  public Path run() {
    return made(state.resolve("run"));
  }

  /** Log files, made when absent. */
  public Path logs() {
    return made(state.resolve("logs"));
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the folder " + folder, e);
    }
  }
}
