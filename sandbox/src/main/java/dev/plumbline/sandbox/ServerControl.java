package dev.plumbline.sandbox;

import dev.plumbline.sandbox.ControlHandler.Reply;
import dev.plumbline.sandbox.ControlHandler.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes servers down and up: {@code POST /servers/<name>} with {@code {"up": false}} or {@code
 * {"up": true}}, which returns when it is done. Addresses and data stay. {@code GET /servers} tells
 * which are up.
 */
final class ServerControl {
  private static final String PATH = "/servers";

  private final Map<String, Restartable<?>> servers;

  ServerControl(Map<String, Restartable<?>> servers) {
    this.servers = new LinkedHashMap<>(servers);
  }

  void register(Control control) {
    control.on(PATH, this::handle);
  }

  /** By name, whether each server is up. */
  Map<String, Boolean> states() {
    Map<String, Boolean> states = new TreeMap<>();
    servers.forEach((name, server) -> states.put(name, server.isUp()));
    return states;
  }

  private Reply handle(Request request) {
    if (request.method().equals("GET")) {
      return Reply.ok(states());
    }
    if (!request.method().equals("POST")) {
      return Reply.unknownMethod();
    }
    String name = request.path().substring(PATH.length()).replace("/", "");
    Restartable<?> server = servers.get(name);
    if (server == null || !request.body().path("up").isBoolean()) {
      throw new IllegalArgumentException(
          "Cannot switch '%s': the servers are %s, the body is {\"up\": true or false}"
              .formatted(name, servers.keySet()));
    }
    if (request.body().path("up").asBoolean()) {
      server.up();
    } else {
      server.down();
    }
    return Reply.done();
  }
}
