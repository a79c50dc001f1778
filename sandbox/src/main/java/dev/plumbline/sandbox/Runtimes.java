package dev.plumbline.sandbox;

import dev.plumbline.sandbox.server.FileTree;
import dev.plumbline.sandbox.server.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** How the sandbox's JVM is set up: its logs and its temporary files stay in the state folder. */
final class Runtimes {
  private Runtimes() {}

  /** The options of the sandbox's JVM. */
  static List<String> jvmOptions(Folders folders) {
    return List.of(
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        // Else a killed JVM leaves a file in the system's temporary folder.
        "-XX:-UsePerfData",
        "-Duser.timezone=UTC",
        "-Dfile.encoding=UTF-8",
        "-Djava.io.tmpdir=" + temporary(folders));
  }

  /**
   * Sends all logging to {@code logs/sandbox.log}. To be called before the first logger is made.
   */
  static void logTo(Folders folders) {
    System.setProperty("plumbline.sandbox.log", folders.logs().resolve("sandbox.log").toString());
    System.setProperty("java.io.tmpdir", temporary(folders).toString());
    LogManager.getLogManager().reset();
    Logger.getLogger("").addHandler(new JulToSlf4j());
  }

  /** Removes what a killed sandbox has left; for the holder of the state folder only. */
  static void emptyTemporary(Folders folders) {
    Path folder = temporary(folders);
    FileTree.delete(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + folder, e);
    }
  }

  private static Path temporary(Folders folders) {
    return folders.data("tmp");
  }
}
