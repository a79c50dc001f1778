package dev.plumbline.sandbox.fault;

import dev.plumbline.core.table.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A fault that somebody wants.
 *
 * @param kind what is to go wrong
 * @param inFlight whether it strikes changes as they are applied, rather than rows that are there
 * @param table the source table; null for what strikes the whole integration
 * @param rows how many rows are struck, pairs of rows for {@link FaultKind#SWAP}; or as many
 *     changes
 * @param column the column, where one is meant; else null
 * @param keys the rows that are meant, each by the text of its key's columns, all of which are
 *     struck; empty to have them chosen by the seed
 * @param seed decides what is chosen
 * @param delay how late changes are applied, for {@link FaultKind#DELAY}
 */
public record FaultOrder(
    FaultKind kind,
    boolean inFlight,
    TableName table,
    int rows,
    String column,
    List<List<String>> keys,
    long seed,
    Duration delay) {
  /** More rows than this are not struck at once. */
  public static final int MAX_ROWS = 10_000;

  public FaultOrder {
    keys = keys.stream().map(List::copyOf).toList();
    if (!keys.isEmpty()) {
      rows = kind == FaultKind.SWAP ? keys.size() / 2 : keys.size();
    }
    if (kind.scope() != FaultKind.Scope.INTEGRATION && table == null) {
      throw refused(kind, "it strikes a table, so --table is needed");
    }
    if (kind.scope() == FaultKind.Scope.INTEGRATION && table != null) {
      throw refused(kind, "it strikes the whole integration, not table " + table);
    }
    if (inFlight && kind.scope() != FaultKind.Scope.ROWS) {
      throw refused(kind, "only faults of rows strike in flight");
    }
    if (rows < 1 || rows > MAX_ROWS) {
      throw refused(kind, "%s rows are not between 1 and %s".formatted(rows, MAX_ROWS));
    }
    if (kind == FaultKind.DELAY && (delay.isZero() || delay.isNegative())) {
      throw refused(kind, "it needs --seconds, more than 0");
    }
  }

  /** Rows of a table, chosen by a seed. */
  public static FaultOrder rows(FaultKind kind, TableName table, int rows, long seed) {
    return new FaultOrder(kind, false, table, rows, null, List.of(), seed, Duration.ZERO);
  }

  /** The same, striking changes as they are applied. */
  public FaultOrder flying() {
    return new FaultOrder(kind, true, table, rows, column, keys, seed, delay);
  }

  /** The same for rows of these keys. */
  public FaultOrder on(List<List<String>> others) {
    return new FaultOrder(kind, inFlight, table, rows, column, others, seed, delay);
  }

  /** The same in this column. */
  public FaultOrder in(String other) {
    return new FaultOrder(kind, inFlight, table, rows, other, keys, seed, delay);
  }

  Optional<String> wantedColumn() {
    return Optional.ofNullable(column);
  }

  /** Says that it cannot be done, and why. */
  IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        table == null
            ? "Cannot plant %s: %s".formatted(kind.word(), why)
            : "Cannot plant %s in %s: %s".formatted(kind.word(), table, why));
  }

  private static IllegalArgumentException refused(FaultKind kind, String why) {
    return new IllegalArgumentException("Cannot plant %s: %s".formatted(kind.word(), why));
  }
}
