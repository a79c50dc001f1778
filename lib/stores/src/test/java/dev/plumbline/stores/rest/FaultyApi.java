package dev.plumbline.stores.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.core.config.Endpoint.Rest;
import dev.plumbline.core.config.Endpoint.RetrySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A paged API over HTTP that answers the faults it was told, one per request, then rows. */
final class FaultyApi implements AutoCloseable {
  /** Answers one request in place of the rows. */
  @FunctionalInterface
  interface Fault {
    void answer(HttpExchange exchange, byte[] rows) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Queue<Fault> faults = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private int rows;
  private boolean links = true;
  private boolean totals = true;

  FaultyApi(int rows) {
    this.rows = rows;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  Rest endpoint(int attempts, int timeoutSeconds) {
    return new Rest("api", url(), new RetrySpec(attempts, timeoutSeconds, 500));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized FaultyApi then(Fault fault) {
    faults.add(fault);
    return this;
  }

  synchronized void rows(int count) {
    rows = count;
  }

  synchronized FaultyApi plain() {
    links = false;
    totals = false;
    return this;
  }

  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** Holds the request back until the API is closed. */
  void hang(HttpExchange exchange, byte[] unused) {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  /** Sends the head and half of the body, and then nothing more. */
  void stall(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body, 0, body.length / 2);
    exchange.getResponseBody().flush();
    hang(exchange, body);
  }

  static Fault status(int status) {
    return (exchange, rows) -> exchange.sendResponseHeaders(status, -1);
  }

  static Fault status(int status, String retryAfter) {
    return (exchange, rows) -> {
      exchange.getResponseHeaders().add("Retry-After", retryAfter);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  /** Half of the promised bytes, then the connection ends. */
  static Fault cutOff() {
    return (exchange, rows) -> {
      exchange.sendResponseHeaders(200, rows.length);
      exchange.getResponseBody().write(rows, 0, rows.length / 2);
    };
  }

  /** A whole answer whose JSON ends in the middle. */
  static Fault half() {
    return (exchange, rows) -> send(exchange, java.util.Arrays.copyOf(rows, rows.length / 2));
  }

  static Fault body(String text) {
    return (exchange, rows) -> send(exchange, text.getBytes(StandardCharsets.UTF_8));
  }

  private void handle(HttpExchange exchange) throws IOException {
    Fault fault;
    byte[] body;
    synchronized (this) {
      requests.add(exchange.getRequestURI().toString());
      fault = faults.poll();
      body = page(exchange);
    }
    try (exchange) {
      if (fault == null) {
        send(exchange, body);
      } else {
        exchange.getResponseHeaders().remove("Link");
        fault.answer(exchange, body);
      }
    }
  }

  private byte[] page(HttpExchange exchange) {
    Map<String, Integer> query = new TreeMap<>();
    for (String pair : exchange.getRequestURI().getQuery().split("&")) {
      query.put(pair.split("=")[0], Integer.valueOf(pair.split("=")[1]));
    }
    int page = query.get("_page");
    int limit = query.get("_limit");
    int from = (page - 1) * limit;
    int to = Math.min(rows, from + limit);
    if (totals) {
      exchange.getResponseHeaders().add("X-Total-Count", Integer.toString(rows));
    }
    if (links) {
      String base = url() + exchange.getRequestURI().getPath();
      String next =
          to < rows
              ? "<" + base + "?_page=" + (page + 1) + "&_limit=" + limit + ">; rel=\"next\", "
              : "";
      exchange
          .getResponseHeaders()
          .add("Link", next + "<" + base + "?_page=1&_limit=" + limit + ">; rel=\"first\"");
    }
    return IntStream.range(from, Math.max(from, to))
        .mapToObj(i -> "{\"id\":" + (i + 1) + ",\"body\":\"Zeile " + (i + 1) + " ä€😀\"}")
        .collect(Collectors.joining(",", "[", "]"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
