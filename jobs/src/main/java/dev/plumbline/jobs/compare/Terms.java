package dev.plumbline.jobs.compare;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a declaration says of a comparison's report.
 *
 * @param masking what of keys and values may be shown
 * @param conditions what the verdict leaves out, in words, given the cells that were equal by
 *     tolerance only, by column
 */
public record Terms(Masking masking, Function<Map<String, Long>, List<String>> conditions) {
  /** Nothing is declared. */
  public static final Terms NONE = new Terms(Masking.NONE, tolerated -> List.of());
}
