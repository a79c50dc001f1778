package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An API of a test's own: JSON objects by path, page by page, with what goes wrong on the way. */
final class PagedApi implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, List<String>> rows = new ConcurrentHashMap<>();
  private final Map<String, Runnable> beforePage = new ConcurrentHashMap<>();
  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
  private volatile boolean countsRows = true;

  PagedApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Serves the rows under the path. */
  PagedApi serve(String path, List<String> objects) {
    rows.put(path, List.copyOf(objects));
    statuses.remove(path);
    return this;
  }

  /** Answers every request for the path with that status. */
  PagedApi refuse(String path, int status) {
    statuses.put(path, status);
    return this;
  }

  /** Does something once, before that page of the path is answered. */
  PagedApi beforePage(String path, int page, Runnable action) {
    beforePage.put(path + "#" + page, action);
    return this;
  }

  /** From now on X-Total-Count is left out. */
  PagedApi withoutTotals() {
    countsRows = false;
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Map<String, Integer> query = new HashMap<>();
    for (String pair : exchange.getRequestURI().getQuery().split("&")) {
      query.put(pair.split("=")[0], Integer.valueOf(pair.split("=")[1]));
    }
    int page = query.get("_page");
    Runnable action = beforePage.remove(path + "#" + page);
    if (action != null) {
      action.run();
    }
    List<String> all = rows.getOrDefault(path, List.of());
    int from = Math.min(all.size(), (page - 1) * query.get("_limit"));
    int to = Math.min(all.size(), from + query.get("_limit"));
    byte[] body = ("[" + String.join(",", all.subList(from, to)) + "]").getBytes(UTF_8);
    try (exchange) {
      if (countsRows) {
        exchange.getResponseHeaders().add("X-Total-Count", Integer.toString(all.size()));
      }
      Integer status = statuses.get(path);
      exchange.sendResponseHeaders(
          status == null ? 200 : status, status == null ? body.length : -1);
      if (status == null) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
