package dev.plumbline.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

  /**
   * Sends a request without a body.
   *
   * @return the answer's body, a missing node when it is empty
   * @throws IOException when the sandbox does not answer, or not with success
   */
  JsonNode send(String method, String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(control.url() + path))
            .timeout(DEADLINE)
            .header("Authorization", "Bearer " + control.token())
            .method(method, BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString(UTF_8));
      if (response.statusCode() / 100 != 2) {
        throw new IOException(
            "The sandbox answered %d to %s: %s"
                .formatted(response.statusCode(), path, response.body()));
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for the sandbox", e);
    }
  }
}
