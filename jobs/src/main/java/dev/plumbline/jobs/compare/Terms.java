package dev.plumbline.jobs.compare;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a table's declaration says of its comparison.
 *
 * @param masking what of its values may be shown
 * @param conditions what is left out, in the words of a report, given the cells by column that were
 *     equal by tolerance only
 */
public record Terms(Masking masking, Function<Map<String, Long>, List<String>> conditions) {
  /** Everything is compared, and may be shown. */
  public static final Terms NONE = new Terms(Masking.NONE, tolerated -> List.of());
}
