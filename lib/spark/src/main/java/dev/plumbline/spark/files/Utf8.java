package dev.plumbline.spark.files;

import dev.plumbline.spark.source.DeclaredColumn;
import dev.plumbline.spark.source.UnfitValueException;

/** Text that a reader has decoded and put U+FFFD where bytes were not UTF-8. */
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /**
   * The text as it is.
   *
   * @throws UnfitValueException where bytes of it were not UTF-8
   */
  static String required(DeclaredColumn column, String text) {
    if (text != null && text.indexOf(REPLACEMENT) >= 0) {
      throw UnfitValueException.of(
          column, text, "it holds bytes that are not UTF-8, or U+FFFD in their place");
    }
    return text;
  }
}
