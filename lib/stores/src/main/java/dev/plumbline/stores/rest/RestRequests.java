package dev.plumbline.stores.rest;

import dev.plumbline.core.config.Endpoint.Rest;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.run.Waiting;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** Sends GET requests until one is answered as it should be, or the attempts are used up. */
final class RestRequests {
  private static final int MAX_BODY_BYTES = 256 * 1024 * 1024;

  private final Rest api;
  private final Clock clock;
  private final Backoff backoff;
  private final Waiting waiting;
  private final HttpClient http;

  RestRequests(Rest api, Clock clock, RandomGenerator random, Waiting waiting) {
    this.api = api;
    this.clock = clock;
    this.backoff = new Backoff(api.retry(), random);
    this.waiting = waiting;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(timeout())
            .build();
  }

  /** Makes something of an answer; an {@link IOException} means that its body is broken. */
  @FunctionalInterface
  interface BodyReader<T> {
    T read(HttpResponse<byte[]> response) throws IOException;
  }

  /**
   * What was made of the answer.
   *
   * @param retries attempts that failed before
   */
  record Answer<T>(T value, int retries) {}

  /** What was wrong with one attempt. */
  private record Fault(
      String reason, boolean worthRetrying, Optional<Duration> pause, Throwable cause) {}

  /** A value, or what was wrong. */
  private record Attempt<T>(Optional<T> value, Fault fault) {}

  <T> Answer<T> get(URI address, String what, BodyReader<T> reader) {
    for (int attempt = 1; ; attempt++) {
      Attempt<T> outcome = attempt(address, reader);
      if (outcome.value().isPresent()) {
        return new Answer<>(outcome.value().get(), attempt - 1);
      }
      Fault fault = outcome.fault();
      if (!fault.worthRetrying() || attempt >= api.retry().attempts()) {
        throw failure(what, fault, attempt);
      }
      int failed = attempt;
      waiting.pass(fault.pause().orElseGet(() -> backoff.after(failed)));
    }
  }

  private <T> Attempt<T> attempt(URI address, BodyReader<T> reader) {
    try {
      HttpResponse<byte[]> response = send(address);
      if (response.statusCode() != 200) {
        return new Attempt<>(Optional.empty(), refused(response));
      }
      return new Attempt<>(Optional.of(reader.read(response)), null);
    } catch (IOException e) {
      return new Attempt<>(Optional.empty(), new Fault(reason(e), true, Optional.empty(), e));
    }
  }

  /** HttpClient's own timeout ends with the headers; this one holds for the body as well. */
  private HttpResponse<byte[]> send(URI address) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Accept", "application/json").GET().build();
    CompletableFuture<HttpResponse<byte[]>> pending =
        http.sendAsync(request, info -> new LimitedBody(MAX_BODY_BYTES));
    try {
      return pending.get(timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw new HttpTimeoutException("no answer within " + timeout().toSeconds() + " s");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      pending.cancel(true);
      throw interrupted(address.getPath(), e);
    }
  }

  private Fault refused(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    Optional<Duration> asked =
        response
            .headers()
            .firstValue("Retry-After")
            .flatMap(header -> Backoff.retryAfter(header, clock.instant()));
    if (asked.isPresent() && asked.get().compareTo(Backoff.LONGEST) > 0) {
      return new Fault(
          "HTTP " + status + ", to be tried again in " + asked.get().toSeconds() + " s",
          false,
          Optional.empty(),
          null);
    }
    boolean passing = status >= 500 || status == 429 || status == 408 || status == 425;
    return new Fault("HTTP " + status, passing, asked, null);
  }

  private static String reason(IOException e) {
    if (e instanceof ConnectException) {
      return "connection refused";
    }
    if (e instanceof com.fasterxml.jackson.core.JsonProcessingException json) {
      return "broken body: " + json.getOriginalMessage();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private SourceException failure(String what, Fault fault, int attempts) {
    String times = attempts == 1 ? " after 1 attempt" : " after " + attempts + " attempts";
    return new SourceException(
        "Cannot read " + what + " of " + api.url() + ": " + fault.reason() + times, fault.cause());
  }

  private SourceException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SourceException("Cannot read " + what + " of " + api.url() + ": interrupted", e);
  }

  private Duration timeout() {
    return Duration.ofSeconds(api.retry().timeoutSeconds());
  }
}
