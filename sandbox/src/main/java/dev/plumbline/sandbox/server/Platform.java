package dev.plumbline.sandbox.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The system that the sandbox runs on. */
final class Platform {
  private Platform() {}

  static boolean isMac() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
  }

  static boolean isArm() {
    String architecture = System.getProperty("os.arch");
    return architecture.equals("aarch64") || architecture.equals("arm64");
  }

  /** Whether this process is root, told by the owner of a folder that it has made. */
  static boolean isRoot(Path ownFolder) {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(ownFolder, "unix:uid"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the owner of " + ownFolder, e);
    }
  }
}
