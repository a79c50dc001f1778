package dev.plumbline.jobs.compare;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.ModelSpec.Mask;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The columns whose values leave the stores in no report, sample or file.
 *
 * @param key the columns that identify a row, in the order of a key's values
 */
public record Masking(Set<String> columns, List<String> key) {
  /** Nothing is hidden. */
  public static final Masking NONE = new Masking(Set.of(), List.of());

  private static final String HIDDEN = "(masked)";

  public Masking {
    columns = Set.copyOf(columns);
    key = List.copyOf(key);
  }

  /**
   * What the table declares, and every column that a model which reads the table hides under the
   * same name.
   */
  public static Masking of(PipelineConfig pipeline, TableSpec table) {
    Set<String> hidden = new LinkedHashSet<>(table.reconcile().mask());
    Pattern reads =
        Pattern.compile("\\bbronze_\\w+`?\\s*\\.\\s*`?" + Pattern.quote(table.id()) + "\\b");
    for (ModelSpec model : pipeline.models()) {
      if (reads.matcher(model.sql()).find()) {
        hidden.addAll(hiddenBy(model, table));
      }
    }
    return new Masking(hidden, table.key());
  }

  private static List<String> hiddenBy(ModelSpec model, TableSpec table) {
    List<String> hidden = new ArrayList<>();
    for (ModelSpec.Column column : model.columns()) {
      table.columns().stream()
          .map(ColumnSpec::name)
          .filter(name -> column.mask() != Mask.NONE)
          .filter(name -> plain(name).equals(plain(column.name())))
          .forEach(hidden::add);
    }
    return hidden;
  }

  /** Models spell names in words of lower case, however the source does. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  boolean hides(String column) {
    return columns.contains(column);
  }

  boolean hidesKey() {
    return key.stream().anyMatch(columns::contains);
  }

  /** The value, or a word in its place; NULL stays, as it is no value. */
  String value(String column, String shown) {
    return shown != null && columns.contains(column) ? HIDDEN : shown;
  }

  /** The key, as far as it may be shown. */
  public String key(RowKey rowKey) {
    if (!hidesKey()) {
      return rowKey.toString();
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      values.add(value(key.get(i), rowKey.values().get(i)));
    }
    return new RowKey(values).toString();
  }
}
