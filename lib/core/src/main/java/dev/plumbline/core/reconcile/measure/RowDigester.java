package dev.plumbline.core.reconcile.measure;

import dev.plumbline.core.reconcile.form.CanonicalBytes;
import dev.plumbline.core.reconcile.form.DigestColumn;
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
  private final boolean keysOnly;
  private final List<Integer> inStorePositions;
  private final List<Integer> byToolPositions;
  private final List<Integer> keyPositions;

  public RowDigester(TableForm form) {
    this.form = form;
    this.inStore = form.inStore();
    this.byTool = form.byTool();
    this.keyForm = form.keyForm();
    this.keysOnly = form.keysOnly();
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
  public RowDigest digest(List<String> values) {
    String stored = keysOnly ? "" : stored(values);
    String tool =
        byTool.isEmpty()
            ? ""
            : CanonicalBytes.toolHash(
                form.keyless() ? stored : keyText(values),
                byTool,
                pick(values, byToolPositions),
                form.strength());
    return new RowDigest(form.keyless() ? RowKey.of(stored + tool) : key(values), stored + tool);
  }

  private String stored(List<String> values) {
    return CanonicalBytes.hash(
        CanonicalBytes.text(inStore, pick(values, inStorePositions), form.strength()),
        form.strength());
  }

  private String keyText(List<String> values) {
    return CanonicalBytes.text(keyForm, pick(values, keyPositions), form.strength());
  }

  /**
   * A row's bucket; null for a numeric key that is NULL.
   *
   * @param values as for {@link #digest}
   */
  public BigInteger bucket(List<String> values, Bucketing bucketing) {
    if (bucketing instanceof ByRange range) {
      String value = values.get(keyPositions.get(0));
      return value == null ? null : range.bucket(new BigInteger(value));
    }
    if (bucketing instanceof ByKeyHash hash) {
      return BigInteger.valueOf(CanonicalBytes.keyBucket(keyText(values), hash.buckets()));
    }
    long buckets = ((ByRowHash) bucketing).buckets();
    return BigInteger.valueOf(CanonicalBytes.bucket(stored(values), buckets));
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
}
