package dev.plumbline.core.reconcile.judge;

/**
 * One cell that differs.
 *
 * @param left canonical value, null for NULL
 * @param right canonical value, null for NULL
 * @param cause what the two values look like
 * @param expected whether the policy names that loss
 */
public record CellDifference(
    String column, String left, String right, Cause cause, boolean expected) {
  /** What explains a pair of values, as far as they tell. */
  public enum Cause {
    NULL_ON_LEFT("NULL on the left only"),
    NULL_ON_RIGHT("NULL on the right only"),
    /** A date that no calendar holds, NULL on the right. */
    ZERO_DATE("a zero date became NULL"),
    TRUNCATED("text is cut"),
    REPLACED("characters became ?"),
    TRAILING_SPACES("only spaces at the end differ"),
    LETTER_CASE("only upper and lower case differ"),
    FRACTION_LOST("digits of the second are lost"),
    SHIFTED("the time is shifted by whole quarters of an hour"),
    OVERFLOW("an unsigned number became negative"),
    OTHER("another value");

    private final String text;

    Cause(String text) {
      this.text = text;
    }

    /** For a report. */
    public String text() {
      return text;
    }
  }
}
