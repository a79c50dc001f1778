package dev.plumbline.core.publish;

import dev.plumbline.core.publish.Loaded.Wanted;
import java.util.Optional;

/** How much of a table is to be published. Pure. */
public sealed interface PublishChoice {
  /**
   * Nothing: readers see that state already.
   *
   * @param runId the run that published it
   */
  record Unchanged(String runId) implements PublishChoice {}

  /**
   * Only what has changed since then, where the lake can still tell.
   *
   * @param from the state that readers see
   */
  record Difference(Origin from) implements PublishChoice {}

  /**
   * All of it.
   *
   * @param reason why, in words
   */
  record Whole(String reason) implements PublishChoice {}

  /**
   * @param loaded empty where the table is missing, or nothing is known of where its rows are from
   */
  static PublishChoice of(Optional<Loaded> loaded, Wanted wanted) {
    if (wanted.wholeAsked()) {
      return new Whole("asked for");
    }
    if (loaded.isEmpty()) {
      return new Whole("the ledger does not know which state readers see");
    }
    Loaded present = loaded.get();
    if (!present.shape().equals(wanted.shape())) {
      return new Whole("its columns or its layout have changed");
    }
    if (!present.origin().lakeTable().equals(wanted.origin().lakeTable())) {
      return new Whole("it was loaded from " + present.origin().lakeTable());
    }
    if (present.doubted()) {
      return new Whole("a comparison found it to differ");
    }
    if (present.origin().equals(wanted.origin())) {
      return new Unchanged(present.runId());
    }
    if (!wanted.key()) {
      return new Whole("it has no key");
    }
    return present.differences() >= wanted.wholeAfter()
        ? new Whole("it was published by difference " + present.differences() + " times")
        : new Difference(present.origin());
  }
}
