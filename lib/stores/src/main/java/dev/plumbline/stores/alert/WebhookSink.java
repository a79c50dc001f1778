package dev.plumbline.stores.alert;

import dev.plumbline.core.run.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Posts each alert as JSON: {@code text} is what chat tools show, {@code alert} the whole of it.
 * The address is a secret and is never printed.
 */
final class WebhookSink implements AlertSink {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Supplier<URI> address;

  WebhookSink(Supplier<URI> address) {
    this.address = address;
  }

  @Override
  public String name() {
    return "the webhook";
  }

  @Override
  public void tell(Alert alert) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.get())
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    Json.write(Map.of("text", alert.text(), "alert", alert)),
                    StandardCharsets.UTF_8))
            .build();
    HttpResponse<Void> answer =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .build()
            .send(request, BodyHandlers.discarding());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("it answered " + answer.statusCode());
    }
  }
}
