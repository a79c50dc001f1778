package dev.plumbline.stores.rest;

import dev.plumbline.core.config.Endpoint.Rest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A plan to read a resource in parallel: ranges of pages without gap or overlap, the last one
 * open-ended, so that rows which arrive meanwhile are read too.
 *
 * <p>While a resource is read page by page, a row that is inserted or removed in front shifts the
 * rows behind it: one may come twice or, after a removal, not at all. Readers drop duplicates by
 * key; an omission shows in {@link RestPage#total()} and is gone with the next run.
 *
 * @param path relative to the API's address
 */
public record RestPages(Rest api, String path, int pageSize, List<Range> ranges)
    implements Serializable {
  /** {@link Range#last()} of a range that goes on to the resource's end. */
  public static final int OPEN = Integer.MAX_VALUE;

  public RestPages {
    ranges = List.copyOf(ranges);
  }

  /**
   * Pages {@code first} to {@code last}, both included, counted from 1.
   *
   * @param last {@link #OPEN} for all that follow
   */
  public record Range(int first, int last) implements Serializable {}

  /**
   * Divides the resource's pages evenly.
   *
   * @param total rows that the resource holds; empty when unknown, which makes one range
   * @param parts ranges at most
   */
  public static RestPages plan(Rest api, String path, int pageSize, OptionalLong total, int parts) {
    long pages = Math.max(1, (total.orElse(0) + pageSize - 1) / pageSize);
    int count = (int) Math.max(1, Math.min(parts, pages));
    List<Range> ranges = new ArrayList<>(count);
    for (int part = 0; part < count; part++) {
      long first = pages * part / count + 1;
      long last = part == count - 1 ? OPEN : pages * (part + 1) / count;
      ranges.add(new Range(Math.toIntExact(first), Math.toIntExact(last)));
    }
    return new RestPages(api, path, pageSize, ranges);
  }
}
