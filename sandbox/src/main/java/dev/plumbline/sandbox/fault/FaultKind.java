package dev.plumbline.sandbox.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be made to go wrong. */
public enum FaultKind {
  DROP("rows are lost", Scope.ROWS),
  DUPLICATE("rows are there twice", Scope.ROWS),
  CORRUPT("a cell of each row holds another value", Scope.ROWS),
  SHIFT("a number, date or time column is moved by the same amount in all rows", Scope.ROWS),
  TRUNCATE("a text of each row loses its second half", Scope.ROWS),
  SWAP("pairs of rows exchange their values of a column", Scope.ROWS),
  FAIL("the table is Failed until it is refreshed", Scope.TABLE),
  RESYNC("the table is read anew", Scope.TABLE),
  PAUSE("nothing is applied any more", Scope.INTEGRATION),
  DELAY("changes are applied late", Scope.INTEGRATION),
  WAREHOUSE_AWAY("Redshift takes no connections any more", Scope.INTEGRATION);

  /** What a fault strikes. */
  public enum Scope {
    /** Rows of one table; at rest or in flight. */
    ROWS,
    /** One table as a whole. */
    TABLE,
    /** Everything, until it is cleared. */
    INTEGRATION
  }

  private final String meaning;
  private final Scope scope;

  FaultKind(String meaning, Scope scope) {
    this.meaning = meaning;
    this.scope = scope;
  }

  /** What happens, in a few words. */
  public String meaning() {
    return meaning;
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
