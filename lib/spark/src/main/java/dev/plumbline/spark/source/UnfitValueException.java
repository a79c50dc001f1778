package dev.plumbline.spark.source;

/** A value that a column cannot hold as it is declared. The message says which, but not where. */
public final class UnfitValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 80;

  UnfitValueException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param why more than that the value is none of the type; empty where there is no more to say
   */
  public static UnfitValueException of(DeclaredColumn column, Object given, String why) {
    return of(column, given, why, null);
  }

  static UnfitValueException of(DeclaredColumn column, Object given, String why, Throwable cause) {
    return new UnfitValueException(
        "column "
            + column.name()
            + " holds "
            + shown(given)
            + ", which is no "
            + column.type()
            + (why.isEmpty() ? "" : ": " + why),
        cause);
  }

  private static String shown(Object given) {
    if (given instanceof byte[] bytes) {
      return bytes.length + " bytes";
    }
    String text = String.valueOf(given);
    String cut = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    return "'" + cut + "'";
  }
}
