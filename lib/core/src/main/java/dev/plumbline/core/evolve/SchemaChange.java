package dev.plumbline.core.evolve;

/**
 * How one column at the source differs from the declaration.
 *
 * @param before the declared type; empty for a column that was added
 * @param after the type at the source; empty for a column that is gone
 */
public record SchemaChange(Kind kind, String column, String before, String after) {
  /** What happened to the column. */
  public enum Kind {
    ADDED,
    /** Every value of the old type is one of the new. */
    WIDENED,
    /** The same type, which may now hold NULL. */
    NULLABLE,
    DROPPED,
    /** A type that some values of the old one do not fit. */
    RETYPED
  }

  /** In words, such as {@code column note varchar(20) added}. */
  public String text() {
    return "column "
        + column
        + switch (kind) {
          case ADDED -> " " + after + " added";
          case WIDENED -> " widened from " + before + " to " + after;
          case NULLABLE -> " " + before + " made nullable";
          case DROPPED -> " " + before + " dropped";
          case RETYPED -> " changed from " + before + " to " + after;
        };
  }

  /** What the table's file is to say below {@code columns}. */
  public String line() {
    return switch (kind) {
      case DROPPED -> "remove '" + column + ": " + before + "'";
      case ADDED, WIDENED, NULLABLE, RETYPED -> "write '" + column + ": " + after + "'";
    };
  }
}
