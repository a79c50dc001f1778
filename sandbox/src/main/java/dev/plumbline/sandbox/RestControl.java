package dev.plumbline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.sandbox.ControlHandler.Reply;
import dev.plumbline.sandbox.ControlHandler.Request;
import dev.plumbline.sandbox.rest.FolderData;
import dev.plumbline.sandbox.rest.GeneratedData;
import dev.plumbline.sandbox.rest.RestFault;
import dev.plumbline.sandbox.server.RestServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Orders to the REST API.
 *
 * <ul>
 *   <li>{@code /rest/faults}: POST adds {@code {"resource", "kind", "after", "times", "seconds"}},
 *       GET lists with hits, DELETE ends all. Kinds as in {@link RestFault.Kind}, in lower case
 *       with dashes.
 *   <li>{@code /rest/requests}: GET counts by path, DELETE begins anew.
 *   <li>{@code /rest/data}: PUT {@code {"folder"}} or {@code {"seed", "users", "posts",
 *       "comments"}}.
 * </ul>
 */
final class RestControl {
  private final Restartable<RestServer> restartable;

  RestControl(Restartable<RestServer> restartable) {
    this.restartable = restartable;
  }

  void register(Control control) {
    control.on("/rest/faults", this::faults);
    control.on("/rest/requests", this::requests);
    control.on("/rest/data", this::data);
  }

  private RestServer rest() {
    return restartable.server();
  }

  private Reply faults(Request request) {
    return switch (request.method()) {
      case "GET" -> Reply.ok(rest().faults().counts());
      case "POST" -> {
        rest().faults().add(fault(request.body()));
        yield Reply.done();
      }
      case "DELETE" -> {
        rest().faults().clear();
        yield Reply.done();
      }
      default -> Reply.unknownMethod();
    };
  }

  private static RestFault fault(JsonNode body) {
    return new RestFault(
        body.path("resource").asText("*"),
        kind(body.path("kind").asText()),
        body.path("after").asLong(0),
        body.path("times").asLong(-1),
        body.path("seconds").asDouble(1));
  }

  private static RestFault.Kind kind(String text) {
    return Arrays.stream(RestFault.Kind.values())
        .filter(kind -> word(kind).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot use the fault '%s': it is one of %s"
                        .formatted(
                            text,
                            Arrays.stream(RestFault.Kind.values())
                                .map(RestControl::word)
                                .toList())));
  }

  private static String word(RestFault.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Reply requests(Request request) {
    return switch (request.method()) {
      case "GET" -> Reply.ok(rest().log().counts());
      case "DELETE" -> {
        rest().log().clear();
        yield Reply.done();
      }
      default -> Reply.unknownMethod();
    };
  }

  private Reply data(Request request) {
    if (!request.method().equals("PUT")) {
      return Reply.unknownMethod();
    }
    JsonNode body = request.body();
    GeneratedData normal = GeneratedData.DEFAULT;
    rest()
        .serve(
            body.hasNonNull("folder")
                ? FolderData.read(Path.of(body.path("folder").asText()))
                : new GeneratedData(
                        body.path("seed").asLong(normal.seed()),
                        body.path("users").asLong(normal.users()),
                        body.path("posts").asLong(normal.posts()),
                        body.path("comments").asLong(normal.comments()))
                    .dataset());
    return Reply.done();
  }
}
