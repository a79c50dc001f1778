package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.Origin;
import dev.plumbline.core.publish.PublishTable;
import java.util.Optional;

/** One table that is to be published, whole or by the rows that differ. */
public sealed interface Publication {
  /** The table, with the files that are loaded. */
  PublishTable table();

  /**
   * All rows, in a new table that takes the place of the old one.
   *
   * @param origin the state of the lake that the files are; empty where they are none
   */
  record Whole(PublishTable table, Optional<Origin> origin) implements Publication {}

  /**
   * The rows under some keys, in the table that readers see.
   *
   * @param from the state that readers must see before
   * @param to the state that they see afterwards
   */
  record Difference(KeyRefill keys, Origin from, Origin to) implements Publication {
    @Override
    public PublishTable table() {
      return keys.rows();
    }
  }
}
