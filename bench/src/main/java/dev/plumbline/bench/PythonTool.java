package dev.plumbline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A tool that was installed from PyPI into a folder of its own.
 *
 * @param bin where its programs lie
 */
record PythonTool(Path bin) {
  private static final long INSTALL_SECONDS = 300;
  private static final int LINES = 8;

  /**
   * Installs it.
   *
   * @param name of its folder
   * @param requirements as pip reads them
   * @return empty where Python or PyPI cannot be reached
   */
  static Optional<PythonTool> install(Path folder, String name, String... requirements) {
    Path python = folder.resolve(name);
    Path log = folder.resolve(name + "-install.log");
    List<String> pip = new ArrayList<>();
    pip.addAll(List.of(python.resolve("bin/pip").toString(), "install", "--quiet", "--retries=0"));
    pip.addAll(List.of(requirements));
    boolean installed =
        run(List.of("python3", "-m", "venv", python.toString()), log, INSTALL_SECONDS)
            && run(pip, log, INSTALL_SECONDS);
    return installed ? Optional.of(new PythonTool(python.resolve("bin"))) : Optional.empty();
  }

  String program(String name) {
    return bin.resolve(name).toString();
  }

  /** Whether the command ended well within the time; what it said is in the log. */
  static boolean run(List<String> command, Path log, long seconds) {
    return run(command, Map.of(), log, seconds);
  }

  /** The same with further environment variables. */
  static boolean run(
      List<String> command, Map<String, String> environment, Path log, long seconds) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The last of what a command said, since its log goes with the sandbox. */
  static String said(Path log) {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** A file that only its owner reads, since everybody sees what stands in a command line. */
  static Path secret(Path file, String text) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
