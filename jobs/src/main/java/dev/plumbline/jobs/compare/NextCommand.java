package dev.plumbline.jobs.compare;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.Verdict;

/** What a person runs after a comparison that is no match. */
@FunctionalInterface
public interface NextCommand {
  /**
   * The command line.
   *
   * @param depth the deepest rung that was gone to
   */
  String after(String table, Pair pair, Depth depth, Verdict verdict);
}
