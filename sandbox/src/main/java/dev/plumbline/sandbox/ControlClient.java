package dev.plumbline.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Gives orders to a running sandbox. */
final class ControlClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Endpoints.Control control;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(DEADLINE).build();

  ControlClient(Endpoints.Control control) {
    this.control = control;
  }

  /** The sandbox cannot do what was asked; its message says why. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Sends a request without a body.
   *
   * @return the answer's body, a missing node when it is empty
   * @throws IOException when the sandbox does not answer, or not with success
   */
  JsonNode send(String method, String path) throws IOException {
    return send(method, path, MissingNode.getInstance(), DEADLINE);
  }

  /**
   * Sends a request and waits that long for the answer.
   *
   * @param body a missing node for none
   * @return the answer's body, a missing node when it is empty
   * @throws RefusedException when the sandbox says that what is asked makes no sense; with its
   *     words
   * @throws IOException when the sandbox does not answer, or not with success
   */
  JsonNode send(String method, String path, JsonNode body, Duration patience) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(control.url() + path))
            .timeout(patience)
            .header("Authorization", "Bearer " + control.token())
            .method(
                method,
                body.isMissingNode()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body.toString(), UTF_8))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString(UTF_8));
      if (response.statusCode() == 400) {
        throw new RefusedException(JSON.readTree(response.body()).path("error").asText());
      }
      if (response.statusCode() / 100 != 2) {
        throw new IOException(
            "The sandbox answered %s to %s: %s"
                .formatted(response.statusCode(), path, response.body()));
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for the sandbox", e);
    }
  }
}
