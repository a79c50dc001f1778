package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.stores.digest.BoundSql;
import java.util.List;

/**
 * Some keys of a published table that are to be published again.
 *
 * @param rows the rows under those keys as they are to be, in the shape of the whole table
 * @param key names of the key's columns
 * @param total how many rows the whole table has afterwards; verified before the commit
 * @param gone selects, a part of the keys each, the key columns of the rows that go from the table
 *     that readers see
 */
public record KeyRefill(PublishTable rows, List<String> key, long total, Iterable<BoundSql> gone) {
  public KeyRefill {
    key = List.copyOf(key);
  }
}
