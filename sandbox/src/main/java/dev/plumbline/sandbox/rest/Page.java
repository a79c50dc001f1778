package dev.plumbline.sandbox.rest;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * The part of a resource that a request asks for, as json-server counts it.
 *
 * @param from position of the first row
 * @param to position after the last row
 * @param total rows of the resource
 * @param number the page from 1 on, or 0 when none was asked for
 * @param limit rows per page
 */
public record Page(long from, long to, long total, long number, long limit) {
  private static final long DEFAULT_LIMIT = 10;
  private static final Set<String> KNOWN = Set.of("_page", "_limit");

  /**
   * Without {@code _page} and {@code _limit} everything, with {@code _limit} alone the first rows.
   *
   * @throws IllegalArgumentException for a parameter that is no number or not known
   */
  public static Page of(Map<String, String> query, long total) {
    for (String name : query.keySet()) {
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            "Cannot filter by " + name + ": this API knows _page and _limit");
      }
    }
    boolean paged = query.containsKey("_page");
    long number = paged ? Math.max(1, number(query, "_page", 1)) : 0;
    long limit = number(query, "_limit", paged ? DEFAULT_LIMIT : total);
    long from = paged ? Math.min(total, Math.multiplyExact(number - 1, limit)) : 0;
    return new Page(from, Math.min(total, from + limit), total, number, limit);
  }

  private static long number(Map<String, String> query, String name, long absent) {
    String text = query.get(name);
    if (text == null) {
      return absent;
    }
    if (!text.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("Cannot read " + name + "=" + text + ": not a number");
    }
    return Long.parseLong(text);
  }

  /** The Link header, when the page is only a part. */
  public Optional<String> links(String url) {
    if (number == 0 || limit == 0 || to - from == total) {
      return Optional.empty();
    }
    StringJoiner links = new StringJoiner(", ");
    links.add(link(url, 1, "first"));
    if (from > 0) {
      links.add(link(url, number - 1, "prev"));
    }
    if (to < total) {
      links.add(link(url, number + 1, "next"));
    }
    links.add(link(url, (total + limit - 1) / limit, "last"));
    return Optional.of(links.toString());
  }

  private String link(String url, long page, String relation) {
    return "<%s?_page=%s&_limit=%s>; rel=\"%s\"".formatted(url, page, limit, relation);
  }
}
