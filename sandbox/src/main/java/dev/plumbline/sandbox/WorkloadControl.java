package dev.plumbline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.sandbox.ControlHandler.Reply;
import dev.plumbline.sandbox.ControlHandler.Request;
import dev.plumbline.sandbox.workload.Workload;
import dev.plumbline.sandbox.workload.WorkloadOrder;

/**
 * The workload: GET {@code /workload} tells how it is doing, POST {@code /workload/start} with
 * {@code {"rate", "seed", "tables", "rows", "database"}} starts one, POST {@code /workload/stop}
 * stops it and returns when all it wrote is committed.
 */
final class WorkloadControl {
  static final String PATH = "/workload";
  static final double RATE = 100;
  static final int TABLES = 5;

  private final Workload workload;

  WorkloadControl(Workload workload) {
    this.workload = workload;
  }

  void register(Control control) {
    control.on(PATH, this::handle);
  }

  private Reply handle(Request request) {
    String order = request.path().substring(PATH.length());
    if (request.method().equals("GET") && order.isEmpty()) {
      return Reply.ok(workload.status());
    }
    if (!request.method().equals("POST")) {
      return Reply.unknownMethod();
    }
    return switch (order) {
      case "/start" -> Reply.ok(workload.start(order(request.body())));
      case "/stop" -> Reply.ok(workload.stop());
      default -> throw new IllegalArgumentException("Cannot do " + order + " to the workload");
    };
  }

  private static WorkloadOrder order(JsonNode body) {
    return new WorkloadOrder(
        body.path("rate").asDouble(RATE),
        body.path("seed").asLong(1),
        body.path("tables").asInt(TABLES),
        body.path("rows").asInt(WorkloadOrder.ROWS),
        body.path("database").asText(WorkloadOrder.DATABASE));
  }
}
