package dev.plumbline.spark.parquet;

import dev.plumbline.core.reconcile.form.TableForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.iceberg.shaded.org.apache.parquet.schema.Type;
import org.apache.iceberg.shaded.org.apache.parquet.schema.Types;

/**
 * The checksums of a data file's rows, in a column of the file that its table does not have: as one
 * that was dropped, so that readers pass over it (Iceberg's specification, section "Column
 * Projection": columns are told by their ids). With them the digest of rows that go is known
 * without reading the rows.
 *
 * @param wide whether a row has two, one of them the tool's
 */
record RowChecksums(boolean wide) {
  /** An id that no table gets to, below those that Iceberg keeps for itself. */
  static final int FIELD = 2_000_000_000;

  private static final String COLUMN = "plumbline_row_checksum";

  /** Under which a file's footer says of which form they are. */
  private static final String FORM = "plumbline.row-checksums";

  RowChecksums(TableForm form) {
    this(!form.byTool().isEmpty());
  }

  /** A file's columns and that one. */
  MessageType after(MessageType columns) {
    String name = COLUMN;
    while (columns.containsField(name)) {
      name = "_" + name;
    }
    PrimitiveType column =
        Types.optional(wide ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32)
            .id(FIELD)
            .named(name);
    List<Type> all = new ArrayList<>(columns.getFields());
    all.add(column);
    return new MessageType(columns.getName(), all);
  }

  /** What the footer of a file says that has them. */
  static Map<String, String> footer(TableForm form) {
    return Map.of(FORM, form.signature());
  }

  /** Those of a file, where it has them, of rows in that form. */
  static Optional<RowChecksums> in(Map<String, String> footer, TableForm form) {
    return Optional.of(new RowChecksums(form))
        .filter(found -> form.signature().equals(footer.get(FORM)));
  }

  /** What a table is told of a file, which has not this column. */
  static Metrics without(Metrics metrics) {
    return new Metrics(
        metrics.recordCount(),
        without(metrics.columnSizes()),
        without(metrics.valueCounts()),
        without(metrics.nullValueCounts()),
        without(metrics.nanValueCounts()),
        without(metrics.lowerBounds()),
        without(metrics.upperBounds()));
  }

  private static <T> Map<Integer, T> without(Map<Integer, T> byField) {
    if (byField == null) {
      return null;
    }
    Map<Integer, T> others = new HashMap<>(byField);
    others.remove(FIELD);
    return others;
  }
}
