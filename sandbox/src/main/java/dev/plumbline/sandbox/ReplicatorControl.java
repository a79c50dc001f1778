package dev.plumbline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.sandbox.ControlHandler.Reply;
import dev.plumbline.sandbox.ControlHandler.Request;
import dev.plumbline.sandbox.replicator.ReplicatorStatus;
import dev.plumbline.sandbox.replicator.ZeroEtlReplicator;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Orders to the zero-ETL replicator, each a POST.
 *
 * <ul>
 *   <li>{@code /replicator}: GET tells how it is doing.
 *   <li>{@code /replicator/pause}, {@code /replicator/resume}: applies nothing in between.
 *   <li>{@code /replicator/delay} {@code {"seconds"}}: stays that far behind.
 *   <li>{@code /replicator/await} {@code {"seconds"}}: returns when it has caught up with what the
 *       source had committed, at most that late; {@code {"caughtUp"}} tells.
 *   <li>{@code /replicator/fail} {@code {"schema", "table", "reason"}}, {@code /replicator/refresh}
 *       {@code {"schema", "table"}}.
 *   <li>{@code /replicator/rebuild} {@code {"database"}}: deletes the integration and makes another
 *       into that database; {@code {"integrationId"}} names it.
 * </ul>
 */
final class ReplicatorControl {
  private static final String PATH = "/replicator";

  private final Integration integration;

  ReplicatorControl(Integration integration) {
    this.integration = integration;
  }

  void register(Control control) {
    control.on(PATH, this::handle);
  }

  private Reply handle(Request request) {
    String order = request.path().substring(PATH.length());
    if (request.method().equals("GET") && order.isEmpty()) {
      return Reply.ok(status());
    }
    if (!request.method().equals("POST")) {
      return Reply.unknownMethod();
    }
    JsonNode body = request.body();
    ZeroEtlReplicator replicator = integration.replicator();
    switch (order) {
      case "/pause" -> replicator.pause();
      case "/resume" -> replicator.resume();
      case "/delay" -> replicator.delay(seconds(body));
      case "/await" -> {
        return Reply.ok(Map.of("caughtUp", replicator.awaitCaughtUp(seconds(body))));
      }
      case "/rebuild" -> {
        return Reply.ok(Map.of("integrationId", integration.rebuild(text(body, "database"))));
      }
      case "/fail" ->
          replicator.failTable(
              text(body, "schema"), text(body, "table"), body.path("reason").asText("on demand"));
      case "/refresh" -> replicator.refreshTable(text(body, "schema"), text(body, "table"));
      default -> throw new IllegalArgumentException("Cannot do " + order + " to the replicator");
    }
    return Reply.done();
  }

  private static Duration seconds(JsonNode body) {
    if (!body.path("seconds").isNumber()) {
      throw new IllegalArgumentException("Cannot do it: the body lacks \"seconds\"");
    }
    return Duration.ofMillis(Math.round(body.path("seconds").asDouble() * 1000));
  }

  private static String text(JsonNode body, String field) {
    if (!body.path(field).isTextual()) {
      throw new IllegalArgumentException("Cannot do it: the body lacks \"" + field + "\"");
    }
    return body.path(field).asText();
  }

  private Map<String, Object> status() {
    ReplicatorStatus status = integration.replicator().status();
    Map<String, String> tables = new TreeMap<>();
    status
        .tables()
        .forEach((name, state) -> tables.put(name.schema() + "." + name.table(), state.toString()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("running", status.running());
    answer.put("problem", status.problem());
    answer.put("paused", status.paused());
    answer.put("delaySeconds", status.delay().toMillis() / 1000.0);
    answer.put("position", status.position() == null ? null : status.position().toString());
    answer.put(
        "committedAt", status.committedAt() == null ? null : status.committedAt().toString());
    answer.put("lagSeconds", status.lag() == null ? null : status.lag().toMillis() / 1000.0);
    answer.put("tables", tables);
    return answer;
  }
}
