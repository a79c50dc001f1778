package dev.plumbline.spark.source;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.digest.PassingDigest;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;

/**
 * The digests of the partitions of one read, brought from the executors to the driver.
 *
 * @param passing how a row is digested
 * @param parts what finished tasks say of their partitions
 */
record PartDigests(PassingDigest passing, CollectionAccumulator<Part> parts)
    implements Serializable {

  /** The digest of one partition. */
  record Part(int number, ReadDigest digest) implements Serializable {}

  /** Empty where the server does not digest the rows. */
  static Optional<PartDigests> of(
      SparkContext spark, Optional<PassingDigest> passing, TableSpec table) {
    return passing.map(
        how -> {
          CollectionAccumulator<Part> parts = new CollectionAccumulator<>();
          spark.register(parts, "digests of " + table.source());
          return new PartDigests(how, parts);
        });
  }

  /** The form in which rows are digested; empty where they are not. */
  static Optional<TableForm> form(PartDigests digests) {
    return Optional.ofNullable(digests).map(known -> known.passing().form());
  }

  /** A task has read the partition to its end. */
  void finished(int number, ReadDigest digest) {
    parts.add(new Part(number, digest));
  }

  /** Of all partitions; where a task was run again, what it said last. */
  ReadDigest total() {
    Map<Integer, ReadDigest> latest = new HashMap<>();
    parts.value().forEach(part -> latest.put(part.number(), part.digest()));
    return latest.values().stream().reduce(ReadDigest.empty(passing.form()), ReadDigest::plus);
  }
}
