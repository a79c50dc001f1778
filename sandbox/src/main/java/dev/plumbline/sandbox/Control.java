package dev.plumbline.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.sandbox.ControlHandler.Reply;
import dev.plumbline.sandbox.ControlHandler.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders over HTTP on the loopback interface from whoever has the token. */
public final class Control implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Control.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOKEN_BYTES = 24;

  private final HttpServer server;
  private final ExecutorService workers;
  private final String token;

  private Control(HttpServer server, ExecutorService workers, String token) {
    this.server = server;
    this.workers = workers;
    this.token = token;
  }

  /** Starts on a free port with a token of its own; knows no path until {@link #on}. */
  public static Control start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ExecutorService workers =
          Executors.newCachedThreadPool(
              task -> {
                Thread thread = new Thread(task, "control");
                thread.setDaemon(true);
                return thread;
              });
      server.setExecutor(workers);
      server.start();
      byte[] random = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(random);
      return new Control(server, workers, HexFormat.of().formatHex(random));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the control endpoint", e);
    }
  }

  /** Hands all requests of a path, and of paths below it, to a handler. */
  public void on(String path, ControlHandler handler) {
    server.createContext(path, exchange -> answer(exchange, handler));
  }

  private void answer(HttpExchange exchange, ControlHandler handler) throws IOException {
    try (exchange) {
      Reply reply = isAllowed(exchange) ? reply(exchange, handler) : Reply.error(401, "bad token");
      byte[] body =
          reply.body().isMissingNode() ? new byte[0] : JSON.writeValueAsBytes(reply.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private boolean isAllowed(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    return given != null
        && MessageDigest.isEqual(("Bearer " + token).getBytes(UTF_8), given.getBytes(UTF_8));
  }

  private static Reply reply(HttpExchange exchange, ControlHandler handler) throws IOException {
    try {
      byte[] bytes = exchange.getRequestBody().readAllBytes();
      JsonNode body =
          bytes.length == 0 ? JsonNodeFactory.instance.missingNode() : JSON.readTree(bytes);
      return handler.handle(
          new Request(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Reply.error(400, e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("Cannot carry out {}", exchange.getRequestURI(), e);
      return Reply.error(500, e.toString());
    }
  }

  /** {@code http://127.0.0.1:<port>}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What callers send as {@code Authorization: Bearer <token>}. */
  public String token() {
    return token;
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
