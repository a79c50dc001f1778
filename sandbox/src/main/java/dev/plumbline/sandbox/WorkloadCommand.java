package dev.plumbline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.sandbox.workload.WorkloadOrder;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes to the source as applications do. */
@Command(
    name = "workload",
    description =
        "Writes to tables of the source as applications do: rows inserted, updated, deleted and"
            + " given other keys, large statements and long transactions. Rows that faults have"
            + " struck are left alone.",
    mixinStandardHelpOptions = true,
    subcommands = {
      WorkloadCommand.Start.class,
      WorkloadCommand.Stop.class,
      WorkloadCommand.Status.class
    })
final class WorkloadCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Cannot do nothing: say start, stop or status");
  }

  private static void show(CommandSpec spec, JsonNode status) {
    PrintWriter out = spec.commandLine().getOut();
    if (status.path("tables").isEmpty()) {
      out.println("no workload has run");
    } else {
      double seconds = status.path("seconds").asDouble();
      long transactions = status.path("transactions").asLong();
      out.println(
          String.format(
              Locale.ROOT,
              "%s for %.1f s with seed %d: %d transactions, %.1f of %.1f a second",
              status.path("running").asBoolean() ? "runs" : "ran",
              seconds,
              status.path("seed").asLong(),
              transactions,
              seconds > 0 ? transactions / seconds : 0,
              status.path("rate").asDouble()));
      status.path("tables").forEach(table -> out.println("  " + table.asText()));
      status
          .path("written")
          .fields()
          .forEachRemaining(
              what ->
                  out.println(
                      String.format(
                          Locale.ROOT, "  %-17s %d", what.getKey(), what.getValue().asLong())));
      if (status.path("failures").asLong() > 0) {
        out.println(
            "  lost its session %s times, last: %s"
                .formatted(status.path("failures").asLong(), status.path("problem").asText()));
      }
    }
    out.flush();
  }

  /** Starts one. */
  @Command(
      name = "start",
      description = "Makes the tables that are not there, fills them and begins to write.",
      mixinStandardHelpOptions = true)
  static final class Start implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private RootOptions root;

    @Option(
        names = "--rate",
        paramLabel = "N",
        defaultValue = "" + WorkloadControl.RATE,
        description = "transactions per second (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description = "decides what is written (default: 1)")
    private long seed;

    @Option(
        names = "--tables",
        paramLabel = "N",
        defaultValue = "" + WorkloadControl.TABLES,
        description =
            "tables of five shapes, which come again beyond five (default: ${DEFAULT-VALUE})")
    private int tables;

    @Option(
        names = "--rows",
        paramLabel = "N",
        defaultValue = "" + WorkloadOrder.ROWS,
        description = "rows that an empty table begins with (default: ${DEFAULT-VALUE})")
    private int rows;

    @Option(
        names = "--database",
        paramLabel = "NAME",
        defaultValue = WorkloadOrder.DATABASE,
        description = "the source database, made when it is not there (default: ${DEFAULT-VALUE})")
    private String database;

    @Override
    public Integer call() {
      try {
        new WorkloadOrder(rate, seed, tables, rows, database);
      } catch (IllegalArgumentException e) {
        spec.commandLine().getErr().println(e.getMessage());
        return ExitCodes.USAGE;
      }
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("rate", rate).put("seed", seed).put("tables", tables).put("rows", rows);
      body.put("database", database);
      return new ControlCall("POST", WorkloadControl.PATH + "/start", body)
          .run(spec, root, status -> show(spec, status));
    }
  }

  /** Stops it. */
  @Command(
      name = "stop",
      description = "Stops writing; returns when all that was begun is committed.",
      mixinStandardHelpOptions = true)
  static final class Stop implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private RootOptions root;

    @Override
    public Integer call() {
      return new ControlCall("POST", WorkloadControl.PATH + "/stop", MissingNode.getInstance())
          .run(spec, root, status -> show(spec, status));
    }
  }

  /** Shows how it is doing. */
  @Command(
      name = "status",
      description = "Shows what is written, or what the last workload wrote.",
      mixinStandardHelpOptions = true)
  static final class Status implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private RootOptions root;

    @Override
    public Integer call() {
      return new ControlCall("GET", WorkloadControl.PATH, MissingNode.getInstance())
          .run(spec, root, status -> show(spec, status));
    }
  }
}
