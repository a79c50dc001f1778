package dev.plumbline.stores.rest;

import dev.plumbline.core.config.Endpoint.RetrySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt. Decides only. */
final class Backoff {
  /** No longer pause than this is taken, whoever asks for it. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  private static final int MOST_DOUBLINGS = 16;

  private final RetrySpec retry;
  private final RandomGenerator random;

  Backoff(RetrySpec retry, RandomGenerator random) {
    this.retry = retry;
    this.random = random;
  }

  /**
   * Doubles with each attempt; a random half of it spreads clients that failed together.
   *
   * @param failed attempts that have failed, from 1
   */
  Duration after(int failed) {
    long base = retry.backoffMillis() << Math.min(failed - 1, MOST_DOUBLINGS);
    long capped = Math.min(base, LONGEST.toMillis());
    long half = capped / 2;
    return Duration.ofMillis(half + random.nextLong(capped - half + 1));
  }

  /**
   * What a {@code Retry-After} header asks for: seconds, or an HTTP date (RFC 9110, 10.2.3). Empty
   * when it can be read as neither.
   */
  static Optional<Duration> retryAfter(String header, Instant now) {
    String text = header.strip();
    try {
      if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      }
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(now, until);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeParseException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
