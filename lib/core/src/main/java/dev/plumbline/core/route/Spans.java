package dev.plumbline.core.route;

import dev.plumbline.core.text.Human;
import java.time.Duration;

/** Time spans in reasons. */
final class Spans {
  private Spans() {}

  /** Such as {@code 6 s}, {@code 19 min} or {@code 2 h 3 min}. */
  static String of(Duration span) {
    return Human.whole(Math.max(0, span.toSeconds()));
  }
}
