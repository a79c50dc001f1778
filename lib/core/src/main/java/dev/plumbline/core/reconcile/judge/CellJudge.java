package dev.plumbline.core.reconcile.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.judge.CellDifference.Cause;
import dev.plumbline.core.reconcile.judge.LossPolicy.Loss;
import dev.plumbline.core.table.CanonicalForm;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says of two cells whether they are equal, and if not, what they look like. */
final class CellJudge {
  private static final long QUARTER_HOUR = 900_000_000L;
  private static final long DAY_AND_A_BIT = 26 * 3_600_000_000L;
  private static final BigInteger TWO_64 = BigInteger.TWO.pow(64);
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
  private static final int LONGEST_CHARACTER = 4;

  private final LossPolicy policy;

  CellJudge(LossPolicy policy) {
    this.policy = policy;
  }

  /**
   * @param right how the column lies on the right, whose width explains a cut
   */
  Optional<CellDifference> judge(
      DigestColumn column, StoredColumn right, String leftValue, String rightValue) {
    if (Objects.equals(leftValue, rightValue)) {
      return Optional.empty();
    }
    Cause cause = cause(column.form(), right, leftValue, rightValue);
    return Optional.of(
        new CellDifference(
            column.name(), leftValue, rightValue, cause, expected(column.name(), cause)));
  }

  private boolean expected(String column, Cause cause) {
    return switch (cause) {
      case TRUNCATED -> policy.accepts(column, Loss.CUT);
      case REPLACED -> policy.accepts(column, Loss.REPLACED);
      case ZERO_DATE -> policy.accepts(column, Loss.ZERO_DATE);
      default -> false;
    };
  }

  private Cause cause(CanonicalForm form, StoredColumn stored, String left, String right) {
    if (left == null) {
      return Cause.NULL_ON_LEFT;
    }
    if (right == null) {
      return zeroDate(form, left) ? Cause.ZERO_DATE : Cause.NULL_ON_RIGHT;
    }
    return switch (form) {
      case TEXT, PADDED_TEXT -> text(stored, left, right);
      case LOCAL_MICROS, INSTANT_MICROS -> time(left, right);
      case INTEGER -> overflow(left, right) ? Cause.OVERFLOW : Cause.OTHER;
      default -> Cause.OTHER;
    };
  }

  private static boolean zeroDate(CanonicalForm form, String left) {
    boolean time =
        form == CanonicalForm.DATE
            || form == CanonicalForm.LOCAL_MICROS
            || form == CanonicalForm.INSTANT_MICROS;
    return time && !INTEGER.matcher(left).matches();
  }

  private Cause text(StoredColumn stored, String left, String right) {
    if (cutAtWidth(stored, left, right)) {
      return Cause.TRUNCATED;
    }
    if (replaced(left, right)) {
      return Cause.REPLACED;
    }
    if (left.stripTrailing().equals(right.stripTrailing())) {
      return Cause.TRAILING_SPACES;
    }
    return left.toLowerCase(Locale.ROOT).equals(right.toLowerCase(Locale.ROOT))
        ? Cause.LETTER_CASE
        : Cause.OTHER;
  }

  /**
   * Whether the right holds as many whole characters of the left as its bytes allow, and the left
   * has more. A shorter cut is damage, not a limit.
   */
  private static boolean cutAtWidth(StoredColumn stored, String left, String right) {
    long width = stored.width().orElse(Long.MAX_VALUE);
    int bytes = right.getBytes(UTF_8).length;
    if (bytes > width || !left.startsWith(right) || left.getBytes(UTF_8).length <= width) {
      return false;
    }
    int next = left.codePointAt(right.length());
    return bytes + Character.toString(next).getBytes(UTF_8).length > width
        && width - bytes < LONGEST_CHARACTER;
  }

  private static boolean replaced(String left, String right) {
    int[] mine = left.codePoints().toArray();
    int[] theirs = right.codePoints().toArray();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < mine.length; i++) {
      if (mine[i] != theirs[i] && (theirs[i] != '?' || mine[i] < 0x80)) {
        return false;
      }
    }
    return true;
  }

  private static Cause time(String left, String right) {
    if (!INTEGER.matcher(left).matches() || !INTEGER.matcher(right).matches()) {
      return Cause.OTHER;
    }
    long mine = Long.parseLong(left);
    long theirs = Long.parseLong(right);
    long shift = theirs - mine;
    if (shift % QUARTER_HOUR == 0 && Math.abs(shift) <= DAY_AND_A_BIT) {
      return Cause.SHIFTED;
    }
    boolean coarser = (theirs % 1_000 == 0 && mine % 1_000 != 0) || theirs % 1_000_000 == 0;
    return coarser && Math.abs(shift) <= 1_000_000 ? Cause.FRACTION_LOST : Cause.OTHER;
  }

  private static boolean overflow(String left, String right) {
    return INTEGER.matcher(left).matches()
        && INTEGER.matcher(right).matches()
        && new BigInteger(left).subtract(TWO_64).equals(new BigInteger(right));
  }
}
