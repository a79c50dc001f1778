package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.spark.lake.LakeDraft;
import java.util.Map;
import java.util.Optional;

/** What one reading of the source makes of the state of bronze that it is for. */
interface Change extends AutoCloseable {
  /** How many rows come, each key once. */
  long came();

  /** What is to be written, by the source's words; empty where nothing is proven. */
  Optional<TableDigest> expected();

  /** What bronze holds under the keys; no more than a count where nothing is proven. */
  TableDigest went();

  /** How many rows bronze has when they have gone and the others come. */
  long after();

  /** How many of the rows that go none comes in place of. */
  long lost();

  /** Whether bronze holds just these rows already. */
  default boolean nothing() {
    return came() + went().rows() == 0 || expected().filter(went()::provesEqual).isPresent();
  }

  /**
   * Writes the next state of bronze where nobody sees it.
   *
   * @param facts that its commit is to keep
   */
  LakeDraft draft(Map<String, String> facts);

  /** Why a draft is not what it is to be; empty where it is. */
  Optional<String> wrong(LakeDraft draft);

  /** Removes what was written and no draft has taken. */
  @Override
  void close();
}
