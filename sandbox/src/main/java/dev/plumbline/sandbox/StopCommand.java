package dev.plumbline.sandbox;

import dev.plumbline.sandbox.process.Waiting;
import dev.plumbline.sandbox.server.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops a running sandbox and returns when it is gone. */
@Command(
    name = "stop",
    description =
        "Stops the sandbox and returns when it is gone; its data stays. Nothing happens when none"
            + " runs.",
    mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Mixin private RootOptions root;

  @Override
  public Integer call() {
    Folders folders = root.folders();
    Progress progress = new Progress(System.out);
    Optional<ProcessHandle> running = InstanceLock.holder(folders.state());
    if (running.isEmpty()) {
      removeStale(SandboxConfig.endpointsFile(folders));
      progress.say("is not running");
      return ExitCodes.DONE;
    }
    ProcessHandle sandbox = running.get();
    long begin = System.nanoTime();
    // The JVM stops its servers when it is asked to end.
    sandbox.destroy();
    if (!Waiting.until(PATIENCE, () -> !sandbox.isAlive())) {
      sandbox.destroyForcibly();
      progress.say("did not stop within " + PATIENCE.toSeconds() + " s and was killed");
      return ExitCodes.FAILED;
    }
    progress.stopped(begin);
    return ExitCodes.DONE;
  }

  private static void removeStale(Path endpoints) {
    try {
      Files.deleteIfExists(endpoints);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + endpoints, e);
    }
  }
}
