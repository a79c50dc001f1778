package dev.plumbline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.ControlHandler.Reply;
import dev.plumbline.sandbox.ControlHandler.Request;
import dev.plumbline.sandbox.fault.FaultKind;
import dev.plumbline.sandbox.fault.FaultOrder;
import dev.plumbline.sandbox.fault.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Faults, on {@code /faults}.
 *
 * <ul>
 *   <li>POST {@code {"kind", "table", "rows", "seed", "column", "keys", "inFlight", "seconds"}}
 *       plants and answers with what was changed. {@code table} is {@code schema.table}; {@code
 *       keys} is a list of keys, each a list of its columns' text; all but {@code kind} may be left
 *       out where the kind does not need them.
 *   <li>GET lists what is planted; GET {@code /faults/armed} tells how many more changes faults in
 *       flight will strike.
 *   <li>DELETE ends everything and mends what was struck.
 * </ul>
 */
final class FaultControl {
  static final String PATH = "/faults";
  private static final Set<String> FIELDS =
      Set.of("kind", "table", "rows", "seed", "column", "keys", "inFlight", "seconds");

  private final Faults faults;

  FaultControl(Faults faults) {
    this.faults = faults;
  }

  void register(Control control) {
    control.on(PATH, this::handle);
  }

  private Reply handle(Request request) {
    return switch (request.method()) {
      case "GET" ->
          request.path().equals(PATH + "/armed")
              ? Reply.ok(Map.of("armed", faults.armed()))
              : Reply.ok(faults.list());
      case "POST" -> Reply.ok(faults.plant(order(request.body())));
      case "DELETE" -> {
        faults.clear();
        yield Reply.done();
      }
      default -> Reply.unknownMethod();
    };
  }

  static FaultOrder order(JsonNode body) {
    body.fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException(
                    "Cannot plant a fault: the body has \"%s\", which is none of %s"
                        .formatted(field, FIELDS.stream().sorted().toList()));
              }
            });
    return new FaultOrder(
        FaultKind.of(body.path("kind").asText()),
        body.path("inFlight").asBoolean(),
        table(body.path("table").asText()),
        number(body, "rows"),
        body.hasNonNull("column") ? body.path("column").asText() : null,
        keys(body.path("keys")),
        body.path("seed").asLong(1),
        Duration.ofMillis(Math.round(body.path("seconds").asDouble() * 1000)));
  }

  private static int number(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isMissingNode() && !value.canConvertToInt()) {
      throw new IllegalArgumentException(
          "Cannot plant a fault: \"%s\" is no number but %s".formatted(field, value));
    }
    return value.asInt(1);
  }

  private static List<List<String>> keys(JsonNode keys) {
    List<List<String>> read = new ArrayList<>();
    for (JsonNode key : keys) {
      List<String> parts = new ArrayList<>();
      if (key.isArray()) {
        key.forEach(part -> parts.add(part.asText()));
      } else {
        parts.add(key.asText());
      }
      read.add(parts);
    }
    return read;
  }

  /** {@code schema.table}, or null for nothing. */
  static TableName table(String name) {
    if (name.isEmpty()) {
      return null;
    }
    int dot = name.indexOf('.');
    if (dot < 1 || dot == name.length() - 1) {
      throw new IllegalArgumentException(
          "Cannot tell which table '%s' is: give it as schema.table, such as blog.comments"
              .formatted(name));
    }
    return new TableName(name.substring(0, dot), name.substring(dot + 1));
  }
}
