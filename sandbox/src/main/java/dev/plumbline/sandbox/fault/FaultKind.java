package dev.plumbline.sandbox.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be made to go wrong. */
public enum FaultKind {
  /** Rows are lost. */
  DROP(Scope.ROWS),
  /** Rows are there twice. */
  DUPLICATE(Scope.ROWS),
  /** A cell of each row holds another value. */
  CORRUPT(Scope.ROWS),
  /** A number, date or time column is moved by the same amount in all rows. */
  SHIFT(Scope.ROWS),
  /** A text of each row loses its second half. */
  TRUNCATE(Scope.ROWS),
  /** Pairs of rows exchange their values of a column. */
  SWAP(Scope.ROWS),
  /** The table is Failed until it is refreshed. */
  FAIL(Scope.TABLE),
  /** The table is read anew. */
  RESYNC(Scope.TABLE),
  /** Nothing is applied any more. */
  PAUSE(Scope.INTEGRATION),
  /** Changes are applied late. */
  DELAY(Scope.INTEGRATION),
  /** Redshift takes no connections any more. */
  WAREHOUSE_AWAY(Scope.INTEGRATION);

  /** What a fault strikes. */
  public enum Scope {
    /** Rows of one table; at rest or in flight. */
    ROWS,
    /** One table as a whole. */
    TABLE,
    /** Everything, until it is cleared. */
    INTEGRATION
  }

  private final Scope scope;

  FaultKind(Scope scope) {
    this.scope = scope;
  }

  public Scope scope() {
    return scope;
  }

  /** The name as people type it, such as {@code warehouse-away}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException when there is none; the message lists those that are
   */
  public static FaultKind of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot plant '%s': the kinds are %s".formatted(word, words())));
  }

  private static String words() {
    return Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", "));
  }
}
