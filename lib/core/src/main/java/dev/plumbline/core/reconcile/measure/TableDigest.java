package dev.plumbline.core.reconcile.measure;

import dev.plumbline.core.reconcile.form.TableForm;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The digest of all rows of one state of a table, or of a part of them.
 *
 * @param form {@link TableForm#signature} of the form under which it was taken; digests of two
 *     forms say nothing about each other
 * @param unhashed rows that the store could not hash; with any of them it proves nothing
 * @param lanes exact sums of the rows' lanes: the store's, then the tool's
 */
public record TableDigest(String form, long rows, long unhashed, List<BigInteger> lanes)
    implements java.io.Serializable {
  private static final long serialVersionUID = 1L;

  public TableDigest {
    lanes = List.copyOf(lanes);
  }

  /** Of no row. */
  public static TableDigest empty(TableForm form) {
    int hashes = form.byTool().isEmpty() ? 1 : 2;
    return new TableDigest(
        form.signature(),
        0,
        0,
        Collections.nCopies(hashes * form.strength().lanes(), BigInteger.ZERO));
  }

  /** Of both parts together. */
  public TableDigest plus(TableDigest other) {
    return with(other, 1);
  }

  /**
   * Of what is left when a part goes. The sums are exact, so the order of parts that come and go
   * does not matter.
   */
  public TableDigest minus(TableDigest part) {
    return with(part, -1);
  }

  private TableDigest with(TableDigest other, int sign) {
    if (!comparable(other)) {
      throw new IllegalArgumentException("digests of two forms have no sum");
    }
    BigInteger factor = BigInteger.valueOf(sign);
    List<BigInteger> sums = new ArrayList<>(lanes.size());
    for (int i = 0; i < lanes.size(); i++) {
      sums.add(lanes.get(i).add(other.lanes.get(i).multiply(factor)));
    }
    return new TableDigest(form, rows + sign * other.rows, unhashed + sign * other.unhashed, sums);
  }

  /** Whether the two say anything about each other. */
  public boolean comparable(TableDigest other) {
    return form.equals(other.form);
  }

  /** Whether both states hold the same rows, up to the chance that the digest leaves. */
  public boolean provesEqual(TableDigest other) {
    return comparable(other)
        && unhashed == 0
        && other.unhashed == 0
        && rows == other.rows
        && lanes.equals(other.lanes);
  }
}
