package dev.plumbline.core.reconcile.measure;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The canonical values of one row.
 *
 * @param values in the order of the compared columns; null for NULL
 */
public record RowValues(RowKey key, List<String> values) implements Serializable {
  public RowValues {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
