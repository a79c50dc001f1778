package dev.plumbline.sandbox;

import java.io.PrintStream;
import java.util.Locale;

/** What a person sees while the sandbox starts and stops: one line per event. */
final class Progress {
  private final PrintStream out;

  Progress(PrintStream out) {
    this.out = out;
  }

  void ready(String what, long sinceNanos) {
    say(what + " ready in " + seconds(sinceNanos));
  }

  void stopped(long sinceNanos) {
    say("stopped in " + seconds(sinceNanos));
  }

  private static String seconds(long sinceNanos) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - sinceNanos) / 1e9);
  }

  void say(String text) {
    out.println("sandbox  " + text);
    out.flush();
  }
}
