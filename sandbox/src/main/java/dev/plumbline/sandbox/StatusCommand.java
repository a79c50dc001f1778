package dev.plumbline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.sandbox.server.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows where everything is; passwords are in the endpoints file alone. */
@Command(
    name = "status",
    description =
        "Shows whether the sandbox runs and where everything is. Exit code 0 when it runs, 3 when"
            + " not.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private RootOptions root;

  @Override
  public Integer call() {
    Folders folders = root.folders();
    Optional<ProcessHandle> running = InstanceLock.holder(folders.state());
    if (running.isEmpty()) {
      System.out.println("sandbox  is not running");
      return ExitCodes.NOT_RUNNING;
    }
    Optional<Endpoints> endpoints = Endpoints.read(SandboxConfig.endpointsFile(folders));
    if (endpoints.isEmpty()) {
      System.out.println("sandbox  process " + running.get().pid() + " is starting or stopping");
      return ExitCodes.NOT_RUNNING;
    }
    show(endpoints.get(), folders);
    return ExitCodes.DONE;
  }

  private static void show(Endpoints endpoints, Folders folders) {
    JsonNode status;
    try {
      status = new ControlClient(endpoints.control()).send("GET", "/status");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot ask the sandbox for its status", e);
    }
    row("sandbox", "process " + endpoints.pid() + ", since " + endpoints.startedAt(), "");
    row("Aurora", endpoints.aurora().url(), state(status, "aurora"));
    row("Redshift", endpoints.redshift().url(), state(status, "redshift"));
    row(
        "zero-ETL",
        "into database " + endpoints.redshift().integrationDatabase(),
        state(status, "replicator"));
    row("S3", endpoints.s3().endpoint() + "/" + endpoints.s3().bucket(), "");
    row("catalog", endpoints.catalog().url(), state(status, "postgres"));
    row("REST API", endpoints.api().url(), "");
    row("endpoints", SandboxConfig.endpointsFile(folders).toString(), "");
    row("logs", folders.logs().toString(), "");
  }

  private static String state(JsonNode status, String server) {
    JsonNode alive = status.path("servers").path(server);
    return alive.isMissingNode() || alive.asBoolean() ? "" : "  DOWN";
  }

  private static void row(String name, String text, String state) {
    System.out.println(String.format(Locale.ROOT, "%-10s %s%s", name, text, state));
  }
}
