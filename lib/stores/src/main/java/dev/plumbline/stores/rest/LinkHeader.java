package dev.plumbline.stores.rest;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Link} headers (RFC 8288). */
final class LinkHeader {
  private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");
  private static final Pattern NEXT =
      Pattern.compile(";\\s*rel\\s*=\\s*\"?([^\";,]*\\s)?next(\\s[^\";,]*)?\"?\\s*(;|,|$)");

  private LinkHeader() {}

  /**
   * The address of the next page. One on another host is not followed: behind a proxy an API may
   * name itself by an address that is not ours, and then the page is asked for where the first was.
   */
  static Optional<URI> next(List<String> headers, URI current) {
    for (String header : headers) {
      Matcher link = LINK.matcher(header);
      while (link.find()) {
        if (NEXT.matcher(link.group(2)).find()) {
          return Optional.of(sameHost(current.resolve(link.group(1)), current));
        }
      }
    }
    return Optional.empty();
  }

  private static URI sameHost(URI next, URI current) {
    if (Objects.equals(next.getRawAuthority(), current.getRawAuthority())) {
      return next;
    }
    String query = next.getRawQuery() == null ? "" : "?" + next.getRawQuery();
    return URI.create(
        current.getScheme() + "://" + current.getRawAuthority() + current.getRawPath() + query);
  }
}
