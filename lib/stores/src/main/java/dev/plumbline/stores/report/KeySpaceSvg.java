package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.text.Human;
import java.util.List;
import java.util.Locale;

/** Where in the key space differing keys lie: one bar per span of keys. */
final class KeySpaceSvg {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 48;

  private KeySpaceSvg() {}

  /** Empty where the key is no number. */
  static String of(Evidence evidence) {
    List<Long> spread = evidence.spread();
    if (spread.isEmpty()) {
      return "";
    }
    long most = spread.stream().mapToLong(Long::longValue).max().orElse(1);
    double width = (double) WIDTH / spread.size();
    StringBuilder bars = new StringBuilder();
    for (int i = 0; i < spread.size(); i++) {
      long keys = spread.get(i);
      if (keys > 0) {
        double height = Math.max(3.0, HEIGHT * (double) keys / most);
        bars.append(
            String.format(
                Locale.ROOT,
                "<rect class=\"keys\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
                    + "<title>%s</title></rect>%n",
                i * width,
                HEIGHT - height,
                Math.max(1.0, width - 1),
                height,
                Html.text(Human.count(keys, "key"))));
      }
    }
    return String.format(
        Locale.ROOT,
        "<figure class=\"keyspace\"><svg viewBox=\"0 0 %d %d\" role=\"img\" preserveAspectRatio="
            + "\"none\" aria-label=\"Where the differing keys lie, from %s to %s\">%n%s</svg>"
            + "<figcaption>Where the differing keys lie: from %s to %s</figcaption></figure>%n",
        WIDTH,
        HEIGHT,
        Html.text(evidence.from()),
        Html.text(evidence.until()),
        bars,
        Html.code(evidence.from()),
        Html.code(evidence.until()));
  }
}
