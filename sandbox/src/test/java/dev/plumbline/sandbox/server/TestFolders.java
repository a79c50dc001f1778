package dev.plumbline.sandbox.server;

import java.nio.file.Path;

/** Folders of a test: state of its own, binaries shared by all. */
public final class TestFolders {
  private TestFolders() {}

  public static Folders in(Path state) {
    return new Folders(state, Path.of("target", "binaries"));
  }
}
