package dev.plumbline.stores.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.core.run.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {
  private static final Alert ALERT =
      new Alert(
          Instant.parse("2026-07-01T03:05:00Z"),
          "HANDLED",
          "shop",
          "billing",
          List.of("orders"),
          "fallback",
          "UNREADABLE",
          "[HANDLED] shop: orders now served from the fallback\n 03:04:10Z orders is Failed");

  @TempDir Path folder;

  @Test
  void eachAlertIsALineOfJson() throws IOException {
    Path file = folder.resolve("new/alerts.jsonl");
    Alerts alerts = new Alerts(List.of(new FileSink(file)));

    assertThat(alerts.tell(ALERT)).isEmpty();
    assertThat(alerts.tell(ALERT)).isEmpty();

    List<String> lines = Files.readAllLines(file, UTF_8);
    assertThat(lines).hasSize(2);
    JsonNode alert = Json.read(lines.get(1), JsonNode.class);
    assertThat(alert.path("level").asText()).isEqualTo("HANDLED");
    assertThat(alert.path("at").asText()).isEqualTo("2026-07-01T03:05:00Z");
    assertThat(alert.path("tables").get(0).asText()).isEqualTo("orders");
  }

  @Test
  void aWebhookGetsTheTextAndTheAlert() throws IOException {
    AtomicReference<String> body = new AtomicReference<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          body.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(exchange.getRequestURI().getQuery() == null ? 204 : 500, -1);
          exchange.close();
        });
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    try {
      assertThat(new Alerts(List.of(new WebhookSink(() -> URI.create(address)))).tell(ALERT))
          .isEmpty();
      JsonNode posted = Json.read(body.get(), JsonNode.class);
      assertThat(posted.path("text").asText()).isEqualTo(ALERT.text());
      assertThat(posted.path("alert").path("group").asText()).isEqualTo("billing");

      assertThat(
              new Alerts(List.of(new WebhookSink(() -> URI.create(address + "?fail")))).tell(ALERT))
          .containsExactly("Cannot tell the webhook: it answered 500");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void oneThatFailsDoesNotStopTheOthers() throws IOException {
    Path file = folder.resolve("alerts.jsonl");
    AlertSink broken =
        new AlertSink() {
          @Override
          public String name() {
            return "the broken one";
          }

          @Override
          public void tell(Alert alert) throws IOException {
            throw new IOException("no route");
          }
        };

    assertThat(new Alerts(List.of(broken, new FileSink(file))).tell(ALERT))
        .containsExactly("Cannot tell the broken one: no route");
    assertThat(Files.readAllLines(file, UTF_8)).hasSize(1);
  }
}
