package dev.plumbline.sandbox.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.sandbox.rest.Dataset;
import dev.plumbline.sandbox.rest.RequestLog;
import dev.plumbline.sandbox.rest.RestAnswer;
import dev.plumbline.sandbox.rest.RestFault;
import dev.plumbline.sandbox.rest.RestFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A REST API in the shape of JSONPlaceholder: {@code /users}, {@code /posts}, {@code /comments} and
 * one by id, paged by {@code _page} and {@code _limit}, with {@code Link} and {@code
 * X-Total-Count}. Shows faults when told.
 */
public final class RestServer implements AutoCloseable {
  static {
    // Without it the JDK's server holds back the end of small answers for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);
  private static final int BACKLOG = 128;

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool(RestServer::daemon);
  private final RestFaults faults = new RestFaults();
  private final RequestLog log = new RequestLog();
  private volatile Dataset dataset;

  private RestServer(HttpServer server, Dataset dataset) {
    this.server = server;
    this.dataset = dataset;
  }

  /**
   * Starts serving.
   *
   * @param port the TCP port on 127.0.0.1, or 0 for a free one
   */
  public static RestServer start(Dataset dataset, int port) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      RestServer rest = new RestServer(HttpServer.create(address, BACKLOG), dataset);
      rest.server.setExecutor(rest.workers);
      rest.server.createContext("/", rest::handle);
      rest.server.start();
      return rest;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the REST server on port " + port, e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "rest");
    thread.setDaemon(true);
    return thread;
  }

  private void handle(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    log.add(path);
    Optional<RestFault> fault = faults.strike(RestAnswer.resourceOf(path));
    RestAnswer answer = new RestAnswer(dataset, exchange, fault);
    double delay = answer.delaySeconds();
    if (delay > 0) {
      // A late answer waits in no thread.
      CompletableFuture.delayedExecutor((long) (delay * 1000), TimeUnit.MILLISECONDS, workers)
          .execute(() -> send(answer));
    } else {
      send(answer);
    }
  }

  private static void send(RestAnswer answer) {
    try {
      answer.send();
    } catch (IOException e) {
      // The client has gone away; there is nobody to tell.
      answer.abort();
    } catch (RuntimeException e) {
      LOG.error("Cannot answer {}", answer, e);
      answer.abort();
    }
  }

  /** From the next request on, serves other data. */
  public void serve(Dataset other) {
    dataset = other;
  }

  /** The faults in force. */
  public RestFaults faults() {
    return faults;
  }

  /** What was asked for. */
  public RequestLog log() {
    return log;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** {@code http://127.0.0.1:<port>}. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
