package dev.plumbline.sandbox.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How PostgreSQL, which refuses to run as root, is run by whoever starts the sandbox.
 *
 * <p>A normal user runs it as it is. Root runs it in a user namespace without a mapping ({@code
 * unshare -U}): there the process sees itself as nobody while its files stay root's. Where
 * namespaces are forbidden (containers), it is run as the user 65534 by {@code setpriv}, to which
 * its data directory is then given.
 *
 * @param prefix words in front of the command
 * @param owner the user id that must own the data directory, or -1 when it stays with the one who
 *     made it
 */
record Unprivileged(List<String> prefix, int owner) {
  private static final int NOBODY = 65534;

  Unprivileged {
    prefix = List.copyOf(prefix);
  }

  /**
   * The way that works here.
   *
   * @param ownFolder a folder made by this process
   * @throws IllegalStateException for root when neither way works
   */
  static Unprivileged detect(Path ownFolder) {
    if (!Platform.isRoot(ownFolder)) {
      return new Unprivileged(List.of(), -1);
    }
    if (succeeds("unshare", "-U", "true")) {
      return new Unprivileged(List.of("unshare", "-U"), -1);
    }
    List<String> setpriv =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    Path folder = ownFolder.toAbsolutePath();
    if (succeeds(with(setpriv, "test", "-x", folder.toString()).toArray(String[]::new))) {
      return new Unprivileged(setpriv, NOBODY);
    }
    throw new IllegalStateException(
        "Cannot run PostgreSQL as root: 'unshare -U' is not allowed here, and user "
            + NOBODY
            + " cannot reach "
            + folder
            + ". Start the sandbox as a normal user, or in a folder that every user may enter.");
  }

  List<String> command(List<String> words) {
    return with(prefix, words.toArray(String[]::new));
  }

  /** Gives a folder with all in it to the user that PostgreSQL will run as. */
  void giveOver(Path folder) {
    if (owner < 0) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        Files.setAttribute(path, "unix:uid", owner, java.nio.file.LinkOption.NOFOLLOW_LINKS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot give " + folder + " to user " + owner, e);
    }
  }

  private static List<String> with(List<String> prefix, String... words) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(List.of(words));
    return all;
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return Programs.waitFor(process, command[0]) == 0;
    } catch (IOException e) {
      // The program is not installed.
      return false;
    }
  }
}
