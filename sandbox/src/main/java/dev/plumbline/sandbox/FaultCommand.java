package dev.plumbline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plants faults into the replica. */
@Command(
    name = "fault",
    description = {
      "Lets something go wrong with the zero-ETL replica that the source knows nothing of, and"
          + " keeps a list of what was changed.",
      "",
      "Kinds that strike rows, at rest or, with --in-flight, as they are applied:",
      "  drop            rows are lost",
      "  duplicate       rows are there twice",
      "  corrupt         a cell of each row holds another value",
      "  shift           a number, date or time column is moved alike in all rows",
      "  truncate        a text of each row loses its second half",
      "  swap            pairs of rows exchange their values of a column",
      "Kinds that strike a table:",
      "  fail            the table is Failed until it is refreshed",
      "  resync          the table is read anew",
      "Kinds that strike everything, until 'fault clear':",
      "  pause           nothing is applied any more",
      "  delay           changes are applied --seconds late",
      "  warehouse-away  Redshift takes no connections any more",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sandbox fault drop --table blog.comments --rows 5 --seed 7",
      "  sandbox fault corrupt --table blog.users --column email --key 3",
      "  sandbox fault duplicate --table blog.posts --rows 2 --in-flight",
      "  sandbox fault delay --seconds 30",
      "",
      "Exit codes: 0 done, 2 it cannot be planted so, 3 no sandbox runs, 70 it failed."
    },
    mixinStandardHelpOptions = true,
    subcommands = {FaultCommand.Listing.class, FaultCommand.Clearing.class})
final class FaultCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RootOptions root;

  @Parameters(arity = "0..1", paramLabel = "KIND", description = "what is to go wrong")
  private String kind;

  @Option(names = "--table", paramLabel = "SCHEMA.TABLE", description = "the source table")
  private String table;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1",
      description = "rows, for swap pairs of rows, in flight changes (default: 1)")
  private int rows;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "decides which rows and cells are struck (default: 1)")
  private long seed;

  @Option(names = "--column", description = "the column to be struck (default: the seed decides)")
  private String column;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "a row to be struck, by its key, the columns of a composite one separated by commas; may"
              + " be given again, and takes the place of --rows")
  private List<String> keys = List.of();

  @Option(
      names = "--in-flight",
      description = "strike the next changes as they are applied, not rows that are there")
  private boolean inFlight;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "0",
      description = "how late changes are applied, for delay")
  private double seconds;

  @Override
  public Integer call() {
    if (kind == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Cannot do nothing: say a kind of fault, list or clear");
    }
    ObjectNode body = body();
    try {
      FaultControl.order(body);
    } catch (IllegalArgumentException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCodes.USAGE;
    }
    return new ControlCall("POST", FaultControl.PATH, body).run(spec, root, this::planted);
  }

  private ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("kind", kind).put("rows", rows).put("seed", seed).put("inFlight", inFlight);
    body.put("seconds", seconds);
    if (table != null) {
      body.put("table", table);
    }
    if (column != null) {
      body.put("column", column);
    }
    ArrayNode list = body.putArray("keys");
    for (String key : keys) {
      ArrayNode parts = list.addArray();
      List.of(key.split(",", -1)).forEach(parts::add);
    }
    return body;
  }

  private void planted(JsonNode faults) {
    PrintWriter out = spec.commandLine().getOut();
    if (inFlight) {
      out.println(
          "armed: %s strikes the next changes of %s; 'sandbox fault list' tells which it struck"
              .formatted(kind, table));
    }
    faults.forEach(fault -> out.println(line(fault)));
    out.flush();
  }

  /** A planted change in one line. */
  static String line(JsonNode fault) {
    List<String> key = new ArrayList<>();
    fault.path("key").forEach(part -> key.add(part.asText()));
    String where =
        List.of(fault.path("table").asText(), String.join(",", key), fault.path("column").asText())
            .stream()
            .filter(part -> !part.isEmpty())
            .reduce("", (all, part) -> all + " " + part);
    String what =
        key.isEmpty() ? "" : ": " + value(fault, "before") + " -> " + value(fault, "after");
    return String.format(
        Locale.ROOT,
        "%3d %s %s%s%s%s",
        fault.path("number").asLong(),
        fault.path("at").asText(),
        fault.path("kind").asText(),
        fault.path("inFlight").asBoolean() ? " (in flight)" : "",
        where,
        what);
  }

  private static String value(JsonNode fault, String field) {
    boolean row = fault.path("column").asText().isEmpty();
    return fault.path(field).isNull() ? (row ? "no row" : "NULL") : fault.path(field).asText();
  }

  /** Lists. */
  @Command(
      name = "list",
      description = "Lists what is planted: number, when, kind, table, key, column, before, after.",
      mixinStandardHelpOptions = true)
  static final class Listing implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private RootOptions root;

    @Option(names = "--json", description = "print the list as JSON")
    private boolean json;

    @Override
    public Integer call() {
      return new ControlCall("GET", FaultControl.PATH, MissingNode.getInstance())
          .run(spec, root, this::show);
    }

    private void show(JsonNode faults) {
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(faults.toPrettyString());
      } else if (faults.isEmpty()) {
        out.println("nothing is planted");
      } else {
        faults.forEach(fault -> out.println(line(fault)));
      }
      out.flush();
    }
  }

  /** Ends all. */
  @Command(
      name = "clear",
      description =
          "Ends all faults, has the tables that they struck read anew from the source, and returns"
              + " when the replica holds what the source holds.",
      mixinStandardHelpOptions = true)
  static final class Clearing implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private RootOptions root;

    @Override
    public Integer call() {
      return new ControlCall("DELETE", FaultControl.PATH, MissingNode.getInstance())
          .run(spec, root, nothing -> say("all faults are ended and mended"));
    }

    private void say(String text) {
      spec.commandLine().getOut().println(text);
      spec.commandLine().getOut().flush();
    }
  }
}
