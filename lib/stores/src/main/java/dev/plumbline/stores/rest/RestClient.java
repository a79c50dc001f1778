package dev.plumbline.stores.rest;

import dev.plumbline.core.config.Endpoint.Rest;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.stores.rest.RestPages.Range;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Reads an API that answers JSON arrays page by page ({@code _page}, {@code _limit}, {@code Link},
 * {@code X-Total-Count}).
 *
 * <p>Tried again, with growing pauses and as {@code Retry-After} asks: HTTP 408, 425, 429 and 5xx,
 * timeouts, lost connections, and bodies that are cut off or no JSON. Any other answer fails at
 * once. One page is held in memory at a time.
 */
public final class RestClient {
  private final Rest api;
  private final RestRequests requests;

  public RestClient(Rest api, Clock clock, RandomGenerator random, Waiting waiting) {
    this.api = api;
    this.requests = new RestRequests(api, clock, random, waiting);
  }

  /** A client that really waits before it tries again. */
  public static RestClient open(Rest api, Clock clock) {
    return new RestClient(api, clock, RandomGenerator.of("L64X128MixRandom"), Waiting.REAL);
  }

  /**
   * How many rows the resource holds; empty when the API does not say.
   *
   * @throws SourceException when it cannot be read
   */
  public OptionalLong total(String path) {
    return requests
        .get(address(path, 1, 1), "the size of " + path, response -> totalOf(response))
        .value();
  }

  /**
   * Reads one page by its number.
   *
   * @throws SourceException when it cannot be read
   */
  public RestPage page(String path, int number, int pageSize) {
    return page(path, number, pageSize, address(path, number, pageSize));
  }

  /** The pages of a range, one after the other; the next one is asked for when it is wanted. */
  public RestPageReader pages(String path, int pageSize, Range range) {
    return new RestPageReader(this, path, pageSize, range);
  }

  RestPage page(String path, int number, int pageSize, URI address) {
    String what = path + " page " + number;
    try {
      RestRequests.Answer<RestPage> answer =
          requests.get(
              address,
              what,
              response -> {
                var rows = RestRows.read(response.body(), pageSize);
                return new RestPage(
                    number,
                    rows,
                    next(path, number, pageSize, address, rows.size(), response),
                    totalOf(response),
                    response.body().length,
                    0);
              });
      RestPage page = answer.value();
      return new RestPage(
          number, page.rows(), page.next(), page.total(), page.bytes(), answer.retries());
    } catch (RestRows.TooManyRows e) {
      throw new SourceException(
          "Cannot read "
              + what
              + " of "
              + api.url()
              + ": it answers more than the "
              + pageSize
              + " rows that were asked for, so it does not page by _page and _limit",
          e);
    }
  }

  /** By the {@code Link} header where there is one; else a full page promises another. */
  private Optional<URI> next(
      String path, int number, int pageSize, URI address, int rows, HttpResponse<byte[]> response) {
    if (rows == 0) {
      return Optional.empty();
    }
    if (response.headers().firstValue("Link").filter(link -> !link.isBlank()).isPresent()) {
      return LinkHeader.next(response.headers().allValues("Link"), address)
          .filter(next -> !next.equals(address));
    }
    return rows < pageSize ? Optional.empty() : Optional.of(address(path, number + 1, pageSize));
  }

  private static OptionalLong totalOf(HttpResponse<byte[]> response) {
    return response
        .headers()
        .firstValue("X-Total-Count")
        .map(String::strip)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  private URI address(String path, int number, int pageSize) {
    String joint = path.contains("?") ? "&" : "?";
    return URI.create(api.url() + path + joint + "_page=" + number + "&_limit=" + pageSize);
  }
}
