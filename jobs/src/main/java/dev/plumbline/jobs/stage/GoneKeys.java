package dev.plumbline.jobs.stage;

import dev.plumbline.spark.digest.Identities;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keys of which bronze is to hold no row but those that were read. May name keys that bronze does
 * not hold, and keys of rows that were read.
 *
 * @param few all of them, where they are few enough to be in memory
 * @param inBronze columns of the key in bronze's names and types, perhaps without keys that bronze
 *     does not hold; empty where there are none
 */
record GoneKeys(Optional<Identities> few, Supplier<Optional<Dataset<Row>>> inBronze) {
  static final GoneKeys NONE = new GoneKeys(Optional.of(new Identities()), Optional::empty);

  boolean none() {
    return few.filter(keys -> keys.size() == 0).isPresent();
  }
}
