package dev.plumbline.spark.source;

/** A value of a date column that no calendar knows. */
final class NotADateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String column;
  private final String value;

  NotADateException(String column, String value) {
    super(column + " holds " + value);
    this.column = column;
    this.value = value;
  }

  String column() {
    return column;
  }

  String value() {
    return value;
  }
}
