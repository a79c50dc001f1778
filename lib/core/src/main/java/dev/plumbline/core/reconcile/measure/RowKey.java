package dev.plumbline.core.reconcile.measure;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What identifies a row: the canonical values of its key columns, or the row's digest in a table
 * without a key.
 *
 * @param values null where a key column holds NULL, as only a copy without enforced keys has it
 */
public record RowKey(List<String> values) implements Comparable<RowKey>, Serializable {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,65}");
  private static final Comparator<String> VALUES = Comparator.nullsFirst(RowKey::compare);

  public RowKey {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  public static RowKey of(String... values) {
    return new RowKey(List.of(values));
  }

  /**
   * A total order that people expect: whole numbers by value and before words. It is not the order
   * of a store's collation.
   */
  @Override
  public int compareTo(RowKey other) {
    for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
      int order = VALUES.compare(values.get(i), other.values.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(values.size(), other.values.size());
  }

  private static int compare(String one, String other) {
    boolean number = INTEGER.matcher(one).matches();
    if (number != INTEGER.matcher(other).matches()) {
      return number ? -1 : 1;
    }
    int byValue = number ? new BigInteger(one).compareTo(new BigInteger(other)) : 0;
    return byValue == 0 ? one.compareTo(other) : byValue;
  }

  /** Such as {@code 17} or {@code (17, abc)}. */
  @Override
  public String toString() {
    return values.size() == 1
        ? String.valueOf(values.get(0))
        : "(" + String.join(", ", values.stream().map(String::valueOf).toList()) + ")";
  }
}
