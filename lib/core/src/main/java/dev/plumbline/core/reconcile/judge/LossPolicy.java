package dev.plumbline.core.reconcile.judge;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Losses on the right that are known and accepted. Whatever it does not name stays a mismatch.
 *
 * @param everywhere accepted in all columns
 * @param byColumn accepted in single columns
 */
public record LossPolicy(Set<Loss> everywhere, Map<String, Set<Loss>> byColumn)
    implements Serializable {
  public static final LossPolicy NONE = new LossPolicy(Set.of(), Map.of());

  /** A way in which values are lost. */
  public enum Loss {
    /** The integration's TRUNCATECOLUMNS: text is cut at the column's bytes. */
    CUT,
    /** The integration's ACCEPTINVCHARS: characters become {@code ?}. */
    REPLACED,
    /** Dates that no calendar holds become NULL. */
    ZERO_DATE
  }

  public LossPolicy {
    everywhere = Set.copyOf(everywhere);
    byColumn = Map.copyOf(byColumn);
  }

  /** Accepted in all columns. */
  public LossPolicy(boolean truncateColumns, boolean acceptInvChars, boolean zeroDates) {
    this(chosen(truncateColumns, acceptInvChars, zeroDates), Map.of());
  }

  private static Set<Loss> chosen(boolean cut, boolean replaced, boolean zeroDates) {
    Set<Loss> losses = EnumSet.noneOf(Loss.class);
    if (cut) {
      losses.add(Loss.CUT);
    }
    if (replaced) {
      losses.add(Loss.REPLACED);
    }
    if (zeroDates) {
      losses.add(Loss.ZERO_DATE);
    }
    return losses;
  }

  /** The same with a loss accepted in one column more. */
  public LossPolicy with(String column, Set<Loss> losses) {
    Map<String, Set<Loss>> columns = new HashMap<>(byColumn);
    Set<Loss> all = EnumSet.copyOf(losses);
    all.addAll(columns.getOrDefault(column, Set.of()));
    columns.put(column, Set.copyOf(all));
    return new LossPolicy(everywhere, columns);
  }

  boolean accepts(String column, Loss loss) {
    return everywhere.contains(loss) || byColumn.getOrDefault(column, Set.of()).contains(loss);
  }
}
