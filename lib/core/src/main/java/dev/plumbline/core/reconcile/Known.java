package dev.plumbline.core.reconcile;

import dev.plumbline.core.table.ExpectSpec;
import java.time.LocalDate;
import java.util.List;

/**
 * A known exception that a difference falls under.
 *
 * @param kind such as {@code not-replicated}
 * @param until the first day (UTC) on which it is loud again
 */
public record Known(
    String kind, List<String> columns, String reason, String owner, LocalDate until) {
  public Known {
    columns = List.copyOf(columns);
  }

  static Known of(ExpectSpec spec) {
    return new Known(
        spec.kind().label(), spec.columns(), spec.reason(), spec.owner(), spec.until());
  }

  /** Such as {@code known until 2027-03-31 (owner dba): the vendor's bug 17}. */
  String words(LocalDate today) {
    String state =
        today.isBefore(until)
            ? "known until " + until
            : "was known until " + until + ", which has passed";
    return state + " (" + kind + ", owner " + owner + "): " + reason;
  }
}
