package dev.plumbline.stores.rest;

import dev.plumbline.stores.rest.RestPages.Range;
import java.net.URI;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The pages of a range in their order. For one thread. */
public final class RestPageReader implements Iterator<RestPage> {
  private final RestClient client;
  private final String path;
  private final int pageSize;
  private final Range range;
  private int number;
  private boolean more = true;
  private Optional<URI> address = Optional.empty();

  RestPageReader(RestClient client, String path, int pageSize, Range range) {
    this.client = client;
    this.path = path;
    this.pageSize = pageSize;
    this.range = range;
    this.number = range.first();
  }

  @Override
  public boolean hasNext() {
    return more;
  }

  /**
   * @throws dev.plumbline.core.run.SourceException when the page cannot be read
   */
  @Override
  public RestPage next() {
    if (!more) {
      throw new NoSuchElementException();
    }
    RestPage page =
        address.isPresent()
            ? client.page(path, number, pageSize, address.get())
            : client.page(path, number, pageSize);
    address = page.next();
    more = address.isPresent() && number < range.last();
    number++;
    return page;
  }
}
