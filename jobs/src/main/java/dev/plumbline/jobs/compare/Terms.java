package dev.plumbline.jobs.compare;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.CommitTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a table's declaration says of its comparison.
 *
 * @param masking what of its values may be shown
 * @param conditions what is left out, in the words of a report, given the cells by column that were
 *     equal by tolerance only
 * @param committed the column that says when a row was written; empty where its name tells
 */
public record Terms(
    Masking masking, Function<Map<String, Long>, List<String>> conditions, String committed) {
  /** Everything is compared, and may be shown. */
  public static final Terms NONE = new Terms(Masking.NONE, tolerated -> List.of(), "");

  /** What says when a row was written and may be shown; null where nothing does. */
  CommitTime time(TableForm form) {
    return CommitTime.of(form, committed)
        .filter(time -> !masking.hides(time.column().name()))
        .orElse(null);
  }
}
