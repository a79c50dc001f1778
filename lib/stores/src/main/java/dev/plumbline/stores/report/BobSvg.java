package dev.plumbline.stores.report;

/** A plumb line: it hangs straight when all is well, and leans when it is not. */
final class BobSvg {
  private BobSvg() {}

  static String of(Tone tone) {
    int lean =
        switch (tone) {
          case GOOD -> 0;
          case WARN, QUIET -> 9;
          case BAD -> 20;
        };
    return """
        <svg class="bob" viewBox="0 0 48 64" aria-hidden="true">
        <line x1="8" y1="3" x2="40" y2="3"/>
        <line class="true" x1="24" y1="3" x2="24" y2="61"/>
        <g transform="rotate(%s 24 3)"><line x1="24" y1="3" x2="24" y2="34"/>\
        <path d="M16 34h16l-2 11-6 15-6-15z"/></g>
        </svg>"""
        .formatted(lean);
  }
}
