package dev.plumbline.sandbox.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The answer to one request. Rows are streamed, so an answer of any size needs no memory. */
public final class RestAnswer {
  private static final int BUFFER = 1 << 16;

  private final Dataset dataset;
  private final HttpExchange exchange;
  private final Optional<RestFault> fault;

  /** The answer out of the dataset, spoilt by the fault if there is one. */
  public RestAnswer(Dataset dataset, HttpExchange exchange, Optional<RestFault> fault) {
    this.dataset = dataset;
    this.exchange = exchange;
    this.fault = fault;
  }

  /** The resource that a path asks for: its first segment. */
  public static String resourceOf(String path) {
    String[] segments = path.split("/", -1);
    return segments.length > 1 ? segments[1] : "";
  }

  /** How long to wait before {@link #send()}. */
  public double delaySeconds() {
    return fault
        .filter(told -> told.kind() == RestFault.Kind.SLOW)
        .map(RestFault::seconds)
        .orElse(0.0);
  }

  /** Sends the answer whole, or as the fault wants it. */
  public void send() throws IOException {
    try (exchange) {
      if (fault.isEmpty()) {
        answer();
        return;
      }
      RestFault told = fault.get();
      switch (told.kind()) {
        case TOO_MANY_REQUESTS -> {
          headers().set("Retry-After", Long.toString((long) Math.ceil(told.seconds())));
          status(429, "{\"error\":\"too many requests\"}");
        }
        case SERVER_ERROR -> status(500, "{\"error\":\"internal server error\"}");
        case INVALID_JSON -> status(200, "[{\"id\": 1, \"name\": ");
        case SLOW, CUT_BODY -> answer();
      }
    }
  }

  /** Ends the connection without an answer. */
  public void abort() {
    exchange.close();
  }

  private void answer() throws IOException {
    String path = exchange.getRequestURI().getPath();
    String[] segments = path.substring(1).split("/", -1);
    Rows rows = dataset.resources().get(segments[0]);
    if (!exchange.getRequestMethod().equals("GET")) {
      status(405, "{\"error\":\"only GET is served\"}");
    } else if (rows == null || segments.length > 2) {
      status(404, "{}");
    } else if (segments.length == 2) {
      one(rows, segments[1]);
    } else {
      page(rows);
    }
  }

  private void one(Rows rows, String id) throws IOException {
    OptionalLong index =
        id.matches("\\d{1,18}") ? rows.indexOf(Long.parseLong(id)) : OptionalLong.empty();
    if (index.isEmpty()) {
      status(404, "{}");
    } else {
      body(200, out -> out.write(rows.json(index.getAsLong())));
    }
  }

  private void page(Rows rows) throws IOException {
    Page page;
    try {
      page = Page.of(query(exchange.getRequestURI()), rows.size());
    } catch (IllegalArgumentException e) {
      status(400, "{\"error\":\"" + e.getMessage().replace("\"", "'") + "\"}");
      return;
    }
    headers().set("X-Total-Count", Long.toString(rows.size()));
    page.links(url()).ifPresent(links -> headers().set("Link", links));
    body(200, out -> write(rows, page, out));
  }

  private static void write(Rows rows, Page page, OutputStream out) throws IOException {
    out.write('[');
    for (long index = page.from(); index < page.to(); index++) {
      if (index > page.from()) {
        out.write(',');
      }
      out.write(rows.json(index));
    }
    out.write(']');
  }

  @FunctionalInterface
  private interface Body {
    void to(OutputStream out) throws IOException;
  }

  private void status(int code, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    headers().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void body(int code, Body body) throws IOException {
    headers().set("Content-Type", "application/json; charset=utf-8");
    if (fault.map(RestFault::kind).filter(RestFault.Kind.CUT_BODY::equals).isPresent()) {
      cut(code, body);
      return;
    }
    exchange.sendResponseHeaders(code, 0);
    try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), BUFFER)) {
      body.to(out);
    }
  }

  /** Announces the whole length, sends half of it and closes the connection. */
  private void cut(int code, Body body) throws IOException {
    Counted whole = new Counted(OutputStream.nullOutputStream(), Long.MAX_VALUE);
    body.to(whole);
    exchange.sendResponseHeaders(code, whole.seen);
    OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), BUFFER);
    body.to(new Counted(out, whole.seen / 2));
    out.flush();
  }

  /** Passes on the first bytes, up to a number, and counts all. */
  private static final class Counted extends OutputStream {
    private final OutputStream out;
    private final long most;
    private long seen;

    Counted(OutputStream out, long most) {
      this.out = out;
      this.most = most;
    }

    @Override
    public void write(int oneByte) throws IOException {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      long passed = Math.max(0, Math.min(length, most - seen));
      out.write(bytes, offset, (int) passed);
      seen += length;
    }
  }

  private Headers headers() {
    return exchange.getResponseHeaders();
  }

  private String url() {
    String host = exchange.getRequestHeaders().getFirst("Host");
    return "http://" + host + exchange.getRequestURI().getPath();
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new LinkedHashMap<>();
    if (uri.getRawQuery() != null) {
      for (String part : uri.getRawQuery().split("&", -1)) {
        String[] pair = part.split("=", 2);
        query.put(
            URLDecoder.decode(pair[0], UTF_8),
            pair.length == 2 ? URLDecoder.decode(pair[1], UTF_8) : "");
      }
    }
    return query;
  }

  @Override
  public String toString() {
    return exchange.getRequestMethod() + " " + exchange.getRequestURI();
  }
}
