package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.form.CanonicalDistance;
import dev.plumbline.core.reconcile.form.DigestColumn;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Losses on the right that are known and accepted, and by how much values may differ. Whatever it
 * does not name stays a mismatch.
 *
 * @param everywhere accepted in all columns
 * @param byColumn accepted in single columns
 * @param tolerance by how much values of a column may differ and still be equal
 */
public record LossPolicy(
    Set<Loss> everywhere, Map<String, Set<Loss>> byColumn, Map<String, BigDecimal> tolerance)
    implements Serializable {
  public static final LossPolicy NONE = new LossPolicy(Set.of(), Map.of(), Map.of());

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
    tolerance = Map.copyOf(tolerance);
  }

  /** Accepted in all columns. */
  public LossPolicy(boolean truncateColumns, boolean acceptInvChars, boolean zeroDates) {
    this(chosen(truncateColumns, acceptInvChars, zeroDates), Map.of(), Map.of());
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
    return new LossPolicy(everywhere, columns, tolerance);
  }

  /** The same with those tolerances. */
  public LossPolicy within(Map<String, BigDecimal> limits) {
    return new LossPolicy(everywhere, byColumn, limits);
  }

  /** Whether two values are equal as far as their column's tolerance goes. */
  boolean tolerates(DigestColumn column, String left, String right) {
    BigDecimal limit = tolerance.get(column.name());
    return limit != null
        && CanonicalDistance.between(column.form(), left, right)
            .filter(distance -> distance.compareTo(limit) <= 0)
            .isPresent();
  }

  boolean accepts(String column, Loss loss) {
    return everywhere.contains(loss) || byColumn.getOrDefault(column, Set.of()).contains(loss);
  }
}
