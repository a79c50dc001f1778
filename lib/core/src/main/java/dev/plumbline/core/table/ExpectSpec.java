package dev.plumbline.core.table;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * A known exception of a table's replica: nobody is to be woken by it until a date. Our own copies
 * have no such excuse.
 *
 * @param columns those in which it shows; empty for kinds that concern whole rows or the table
 * @param reason why it is so, for people
 * @param owner who answers for it
 * @param until the first day (UTC) on which it is loud again
 */
public record ExpectSpec(
    Kind kind, List<String> columns, String reason, String owner, LocalDate until) {

  /** What is known beforehand. */
  public enum Kind {
    /** Zero-ETL refuses the table, so there is nothing to compare. */
    NOT_REPLICATED,
    /** Text that is cut or replaced and dates that no calendar holds, in some columns. */
    EXPECTED_LOSS,
    /** Other values in some columns. */
    MISMATCH,
    /** Rows that the replica lacks. */
    MISSING,
    /** Rows that only the replica has. */
    EXTRA,
    /** Rows that the replica has more than once. */
    DUPLICATE;

    /** As declarations and reports write it, such as {@code not-replicated}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a declaration has to name the columns. */
    public boolean ofColumns() {
      return this == EXPECTED_LOSS || this == MISMATCH;
    }
  }

  public ExpectSpec {
    columns = List.copyOf(columns);
  }

  /** Whether it still keeps the difference quiet. */
  public boolean holds(LocalDate today) {
    return today.isBefore(until);
  }
}
