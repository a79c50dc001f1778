package dev.plumbline.jobs.console;

import java.io.PrintStream;
import java.util.List;

/**
 * The lines at the foot of a terminal that are drawn anew while steps run. Everything else that is
 * printed goes above them. Not thread-safe: the console calls it under its lock.
 */
final class LiveBlock {
  private final PrintStream out;
  private int drawn;

  LiveBlock(PrintStream out) {
    this.out = out;
  }

  /** Puts the text above the block, in one write so that nothing flickers. */
  void print(String above, List<String> block) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append("A\u001b[J");
    }
    text.append(above);
    block.forEach(line -> text.append(line).append('\n'));
    drawn = block.size();
    out.print(text);
    out.flush();
  }
}
