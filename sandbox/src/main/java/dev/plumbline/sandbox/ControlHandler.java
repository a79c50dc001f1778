package dev.plumbline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** One order to the sandbox, on one path of the control endpoint. */
@FunctionalInterface
public interface ControlHandler {

  /**
   * What is asked.
   *
   * @param method GET, POST, PUT or DELETE
   * @param path the whole path
   * @param body the JSON body, a missing node when there is none
   */
  record Request(String method, String path, JsonNode body) {}

  /** The answer: an HTTP status and a JSON body. */
  record Reply(int status, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** 200 with a value as Jackson writes it. */
    public static Reply ok(Object value) {
      return new Reply(200, JSON.valueToTree(value));
    }

    /** 204. */
    public static Reply done() {
      return new Reply(204, JsonNodeFactory.instance.missingNode());
    }

    /** 405, for a method that the path does not know. */
    public static Reply unknownMethod() {
      return error(405, "no such method here");
    }

    static Reply error(int status, String message) {
      return new Reply(status, JsonNodeFactory.instance.objectNode().put("error", message));
    }
  }

  /**
   * Carries out the order.
   *
   * @throws IllegalArgumentException for a body that makes no sense; its message is the answer,
   *     with status 400
   */
  Reply handle(Request request);
}
