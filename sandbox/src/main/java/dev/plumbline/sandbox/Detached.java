package dev.plumbline.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.sandbox.server.Folders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts the sandbox in a JVM and a session of its own, shows what it says until it is ready, and
 * leaves it there. While it starts it hangs on this process; afterwards only on the parent that was
 * named.
 */
final class Detached {
  // Without a terminal, a hang-up does not concern it; a session of its own keeps Ctrl-C away too.
  private static final String APART =
      "trap '' HUP; if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; fi; exec \"$@\"";

  private final RootOptions root;
  private final Optional<Long> parentPid;
  private final StartCommand.ApiOptions api;

  Detached(RootOptions root, Long parentPid, StartCommand.ApiOptions api) {
    this.root = root;
    this.parentPid = Optional.ofNullable(parentPid);
    this.api = api;
  }

  /** Returns the exit code of the start. */
  int start() {
    Folders folders = root.folders();
    Path errors = folders.logs().resolve("sandbox.err");
    try {
      Process sandbox =
          new ProcessBuilder(command(folders))
              .redirectError(ProcessBuilder.Redirect.to(errors.toFile()))
              .start();
      if (showUntilReady(sandbox)) {
        sandbox.getOutputStream().write((Lifeline.GO + "\n").getBytes(UTF_8));
        sandbox.getOutputStream().flush();
        return ExitCodes.DONE;
      }
      int code = sandbox.waitFor();
      System.err.print(Files.readString(errors, UTF_8));
      return code;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the sandbox", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCodes.FAILED;
    }
  }

  private static boolean showUntilReady(Process sandbox) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(sandbox.getInputStream(), UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(Lifeline.READY)) {
        return true;
      }
      System.out.println(line);
    }
    return false;
  }

  private List<String> command(Folders folders) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", APART, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Runtimes.jvmOptions(folders));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of("start", "--foreground", "--starter"));
    command.addAll(List.of("--root", root.root().toString()));
    command.addAll(List.of("--binaries", folders.binaries().toString()));
    parentPid.ifPresent(pid -> command.addAll(List.of("--parent-pid", pid.toString())));
    command.addAll(api.arguments());
    return command;
  }
}
