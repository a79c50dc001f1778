package dev.plumbline.core.reconcile.measure;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * What identifies a row: the canonical values of its key columns, or the row's digest in a table
 * without a key.
 *
 * @param values null where a key column holds NULL, as only a copy without enforced keys has it
 */
public record RowKey(List<String> values) implements Comparable<RowKey>, Serializable {
  private static final Comparator<String> NULLS_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  public RowKey {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  public static RowKey of(String... values) {
    return new RowKey(List.of(values));
  }

  /** Any total order; it is not the order of a store's collation. */
  @Override
  public int compareTo(RowKey other) {
    for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
      int order = NULLS_FIRST.compare(values.get(i), other.values.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(values.size(), other.values.size());
  }

  /** Such as {@code 17} or {@code (17, abc)}. */
  @Override
  public String toString() {
    return values.size() == 1
        ? String.valueOf(values.get(0))
        : "(" + String.join(", ", values.stream().map(String::valueOf).toList()) + ")";
  }
}
