package dev.plumbline.stores.report;

import dev.plumbline.core.text.Human;
import java.util.Locale;

/**
 * A band from the rows that a stage read to those that it wrote; what was quarantined leaves it
 * below.
 *
 * @param most rows that a band of full height stands for
 */
record FlowSvg(long most) {
  private static final double TOP = 2;
  private static final double FULL = 30;
  private static final double GAP = 3;
  private static final double THINNEST = 0.8;

  String band(Stage stage) {
    double in = height(stage.rowsRead());
    double out = height(stage.rowsWritten());
    double lost = stage.rowsQuarantined() == 0 ? 0 : height(stage.rowsQuarantined());
    double kept = Math.max(THINNEST, in - lost);
    String flow = path("good", TOP, TOP + kept, TOP, TOP + out);
    String aside =
        lost == 0
            ? ""
            : path("warn", TOP + in - lost, TOP + in, TOP + out + GAP, TOP + out + GAP + lost);
    return "<svg class=\"band\" viewBox=\"0 0 100 40\" preserveAspectRatio=\"none\" role=\"img\""
        + " aria-label=\""
        + Html.text(words(stage))
        + "\">"
        + flow
        + aside
        + "</svg>";
  }

  private static String words(Stage stage) {
    return Human.count(stage.rowsRead())
        + " in, "
        + Human.count(stage.rowsWritten())
        + " out, "
        + Human.count(stage.rowsQuarantined())
        + " quarantined";
  }

  private double height(long rows) {
    return most <= 0 || rows <= 0 ? 0 : Math.max(THINNEST, FULL * rows / most);
  }

  /** A ribbon between two edges, each from its upper to its lower end. */
  private static String path(String css, double left, double leftEnd, double right, double end) {
    return String.format(
        Locale.ROOT,
        "<path class=\"%s\" d=\"M0 %.2fC50 %.2f 50 %.2f 100 %.2fV%.2fC50 %.2f 50 %.2f 0 %.2fZ\"/>",
        css,
        left,
        left,
        right,
        right,
        end,
        end,
        leftEnd,
        leftEnd);
  }
}
