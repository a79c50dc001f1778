package dev.plumbline.stores.report;

import java.util.Locale;

/** A bar as long as a share. */
final class BarSvg {
  private BarSvg() {}

  static String share(long part, long all, Tone tone) {
    double percent = all <= 0 ? 0 : 100.0 * part / all;
    return String.format(
        Locale.ROOT,
        "<svg class=\"bar\" role=\"img\" aria-label=\"%1$.0f percent\"><rect class=\"track\""
            + " width=\"100%%\" height=\"8\" rx=\"4\"/><rect class=\"%2$s\" width=\"%1$.2f%%\""
            + " height=\"8\" rx=\"4\"/></svg>",
        percent,
        tone.css());
  }
}
