package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.judge.CellDifference.Cause;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a column's cells differ over the rows that are on both sides and differ. Counts only, so its
 * size does not grow with the differences.
 */
public final class ColumnTriage {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
  private static final long MICROS_PER_HOUR = 3_600_000_000L;

  private final String column;
  private final Map<Cause, Long> causes = new EnumMap<>(Cause.class);
  private long equal;
  private long bothNull;
  private long different;
  private long expected;
  private BigInteger shift = null;
  private boolean oneShift = true;

  ColumnTriage(String column) {
    this.column = column;
  }

  void same(String value) {
    if (value == null) {
      bothNull++;
    } else {
      equal++;
    }
  }

  void differs(CellDifference cell) {
    different++;
    expected += cell.expected() ? 1 : 0;
    causes.merge(cell.cause(), 1L, Long::sum);
    if (cell.cause() == Cause.SHIFTED && INTEGER.matcher(cell.left()).matches()) {
      BigInteger one = new BigInteger(cell.right()).subtract(new BigInteger(cell.left()));
      oneShift = oneShift && (shift == null || shift.equals(one));
      shift = one;
    }
  }

  public String column() {
    return column;
  }

  /** Cells that are equal and not NULL. */
  public long equalCells() {
    return equal;
  }

  public long bothNull() {
    return bothNull;
  }

  public long different() {
    return different;
  }

  /** Of those that differ, the cells whose loss the policy names. */
  public long expected() {
    return expected;
  }

  public Map<Cause, Long> causes() {
    return Map.copyOf(causes);
  }

  /** What the differing cells have in common; empty where that is nothing. */
  public String hint() {
    StringBuilder hint = new StringBuilder();
    causes.forEach(
        (cause, count) -> {
          if (cause != Cause.OTHER) {
            hint.append(hint.isEmpty() ? "" : "; ")
                .append(count)
                .append(" of ")
                .append(different)
                .append(": ")
                .append(text(cause));
          }
        });
    return hint.toString();
  }

  private String text(Cause cause) {
    if (cause != Cause.SHIFTED || !oneShift || shift == null) {
      return cause.text();
    }
    double hours = shift.doubleValue() / MICROS_PER_HOUR;
    return "zone shift, all by " + (hours > 0 ? "+" : "") + hours + " h";
  }
}
