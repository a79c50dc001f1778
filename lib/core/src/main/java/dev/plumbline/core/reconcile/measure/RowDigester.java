package dev.plumbline.core.reconcile.measure;

import dev.plumbline.core.reconcile.form.CanonicalBytes;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.RowForm;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Bucketing.ByKeyHash;
import dev.plumbline.core.reconcile.plan.Bucketing.ByRange;
import dev.plumbline.core.reconcile.plan.Bucketing.ByRowHash;
import dev.plumbline.core.table.ColumnClass;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Digests rows whose canonical values are known, for copies that lie in no SQL store: what a store
 * would answer for the same row.
 */
public final class RowDigester {
  private final TableForm form;
  private final RowForm inStore;
  private final RowForm byTool;
  private final RowForm keyForm;
  private final List<Integer> inStorePositions;
  private final List<Integer> byToolPositions;
  private final List<Integer> keyPositions;

  public RowDigester(TableForm form) {
    this.form = form;
    this.inStore = form.inStore();
    this.byTool = form.byTool();
    this.keyForm = form.keyForm();
    this.inStorePositions = positions(form.columns(ColumnClass.IN_STORE));
    this.byToolPositions = positions(form.columns(ColumnClass.BY_SPARK));
    this.keyPositions = positions(form.keyColumns());
  }

  private List<Integer> positions(List<DigestColumn> columns) {
    List<DigestColumn> compared = form.compared();
    return columns.stream().map(compared::indexOf).toList();
  }

  /**
   * Digests a row.
   *
   * @param values canonical values of the compared columns, in their order; null for NULL
   */
  public Digested digest(List<String> values) {
    String stored =
        CanonicalBytes.hash(
            CanonicalBytes.text(inStore, pick(values, inStorePositions), form.strength()),
            form.strength());
    List<String> key = pick(values, keyPositions);
    String keyText = form.keyless() ? "" : CanonicalBytes.text(keyForm, key, form.strength());
    String tool =
        byTool.isEmpty()
            ? ""
            : CanonicalBytes.toolHash(
                form.keyless() ? stored : keyText,
                byTool,
                pick(values, byToolPositions),
                form.strength());
    RowKey identity = form.keyless() ? RowKey.of(stored + tool) : new RowKey(key);
    return new Digested(identity, keyText, stored, tool, form.strength());
  }

  /** Adds a row to a sum, without what only a comparison of single rows needs. */
  public void add(List<String> values, DigestSum sum) {
    if (!byTool.isEmpty()) {
      Digested row = digest(values);
      sum.add(row.stored(), row.tool());
      return;
    }
    sum.add(
        CanonicalBytes.hash(
            CanonicalBytes.text(inStore, pick(values, inStorePositions), form.strength()),
            form.strength()),
        "");
  }

  /** The key alone, without the cost of a hash; null where the table has none. */
  public RowKey key(List<String> values) {
    return form.keyless() ? null : new RowKey(pick(values, keyPositions));
  }

  private static List<String> pick(List<String> values, List<Integer> positions) {
    List<String> picked = new ArrayList<>(positions.size());
    for (int position : positions) {
      picked.add(values.get(position));
    }
    return picked;
  }

  /**
   * The digests of one row.
   *
   * @param keyText what hash buckets go by
   * @param stored the hash of what stores digest
   * @param tool the hash of what they cannot; empty where there is nothing of that
   */
  public record Digested(
      RowKey key, String keyText, String stored, String tool, DigestStrength strength) {
    public RowDigest row() {
      return new RowDigest(key, stored + tool);
    }

    /** The row's bucket; null for a numeric key that is NULL. */
    public BigInteger bucket(Bucketing bucketing) {
      if (bucketing instanceof ByRange range) {
        String value = key.values().get(0);
        return value == null ? null : range.bucket(new BigInteger(value));
      }
      if (bucketing instanceof ByKeyHash hash) {
        return BigInteger.valueOf(CanonicalBytes.keyBucket(keyText, hash.buckets()));
      }
      long buckets = ((ByRowHash) bucketing).buckets();
      return BigInteger.valueOf(CanonicalBytes.bucket(stored, buckets));
    }

    /** What the row adds to its bucket's sums: the store's lanes, then the tool's. */
    public List<BigInteger> lanes() {
      List<BigInteger> lanes = new ArrayList<>();
      for (int lane = 0; lane < strength.lanes(); lane++) {
        lanes.add(CanonicalBytes.lane(stored, lane));
      }
      for (int lane = 0; !tool.isEmpty() && lane < strength.lanes(); lane++) {
        lanes.add(CanonicalBytes.lane(tool, lane));
      }
      return lanes;
    }
  }
}
