package dev.plumbline.sandbox.rest;

/**
 * A fault that the API shows instead of, or around, its answer.
 *
 * @param resource the resource that is hit, {@code *} for all
 * @param kind what happens
 * @param after this many requests of the resource pass untouched first
 * @param times how many requests are hit then, negative for all
 * @param seconds for TOO_MANY_REQUESTS the Retry-After, for SLOW the delay, else unused
 */
public record RestFault(String resource, Kind kind, long after, long times, double seconds) {

  /** The kinds of faults. */
  public enum Kind {
    /** 429 with Retry-After. */
    TOO_MANY_REQUESTS,
    /** 500 with a short body. */
    SERVER_ERROR,
    /** The true answer, late. */
    SLOW,
    /** Half of the announced bytes, then the connection closes. */
    CUT_BODY,
    /** 200 with a body that is no JSON. */
    INVALID_JSON
  }

  public RestFault {
    if (after < 0 || seconds < 0) {
      throw new IllegalArgumentException(
          "Cannot use a fault with after=%s seconds=%s: below zero".formatted(after, seconds));
    }
  }

  boolean concerns(String name) {
    return resource.equals("*") || resource.equals(name);
  }
}
