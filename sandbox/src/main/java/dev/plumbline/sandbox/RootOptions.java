package dev.plumbline.sandbox;

import dev.plumbline.sandbox.server.Folders;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which sandbox is meant. */
final class RootOptions {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "the project's folder; state goes to DIR/.plumbline (default: here)")
  private Path root;

  @Option(
      names = "--binaries",
      paramLabel = "DIR",
      description = "where the servers are unpacked (default: ROOT/.plumbline/binaries)")
  private Path binaries;

  Folders folders() {
    Folders folders = Folders.under(root());
    return binaries == null ? folders : new Folders(folders.state(), binaries);
  }

  Path root() {
    return root.toAbsolutePath().normalize();
  }
}
