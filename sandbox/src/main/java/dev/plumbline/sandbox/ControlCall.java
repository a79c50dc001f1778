package dev.plumbline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.sandbox.server.Folders;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** An order that a command of the command line gives to the sandbox that runs. */
record ControlCall(String method, String path, JsonNode body) {
  /** Planting waits for the replicator, and clearing for tables that are read anew. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * Gives the order and shows the answer.
   *
   * @return the command's exit code
   */
  int run(CommandSpec command, RootOptions root, Consumer<JsonNode> show) {
    Folders folders = root.folders();
    Optional<Endpoints> endpoints =
        InstanceLock.holder(folders.state())
            .flatMap(running -> Endpoints.read(SandboxConfig.endpointsFile(folders)));
    if (endpoints.isEmpty()) {
      return failed(
          command,
          "Cannot do it: no sandbox runs under %s; start one with 'bin/plumbline sandbox start'"
              .formatted(root.root()),
          ExitCodes.NOT_RUNNING);
    }
    try {
      show.accept(new ControlClient(endpoints.get().control()).send(method, path, body, PATIENCE));
      return ExitCodes.DONE;
    } catch (ControlClient.RefusedException e) {
      return failed(command, e.getMessage(), ExitCodes.USAGE);
    } catch (IOException e) {
      return failed(command, "Cannot do it: " + e.getMessage(), ExitCodes.FAILED);
    }
  }

  private static int failed(CommandSpec command, String message, int exitCode) {
    command.commandLine().getErr().println(message);
    return exitCode;
  }
}
