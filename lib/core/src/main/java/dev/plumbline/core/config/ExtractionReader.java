package dev.plumbline.core.config;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.table.ColumnClass;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads key {@code extraction} of a table's file. */
final class ExtractionReader {
  private ExtractionReader() {}

  static ExtractionSpec read(Section section, List<ColumnSpec> columns, List<String> key) {
    Mode mode = section.oneOf("mode", Mode.class, Mode.FULL);
    if (mode != Mode.FULL) {
      requireKey(section, mode, columns, key);
    }
    ExtractionSpec spec =
        new ExtractionSpec(
            mode,
            section.integer("splitRows", 1_000_000, 1_000, Integer.MAX_VALUE),
            section.flag("proof", true),
            mode == Mode.INCREMENTAL ? CursorKeys.read(section, columns) : Optional.empty(),
            firstLoad(section, mode));
    if (mode != Mode.INCREMENTAL) {
      for (String name : List.of("cursor", "overlap", "deletes")) {
        if (section.has(name)) {
          section.problem(
              name, "key '" + section.qualified(name) + "' is for mode incremental only");
        }
      }
    }
    section.done();
    return spec;
  }

  private static Optional<String> firstLoad(Section section, Mode mode) {
    if (section.has("firstLoad") && mode == Mode.FULL) {
      section.problem(
          "firstLoad",
          "key '"
              + section.qualified("firstLoad")
              + "' is for modes incremental and changes: mode full reads all rows in each run");
    }
    return section.parsed(
        "firstLoad",
        ExtractionReader::folder,
        "a folder of Parquet files, such as s3://bucket/export/shop/shop.orders");
  }

  private static String folder(String text) {
    if (!text.matches("s3://[^/]+/.+")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /** A row that changes has to be found again. */
  private static void requireKey(
      Section section, Mode mode, List<ColumnSpec> columns, List<String> key) {
    String name = mode.name().toLowerCase(Locale.ROOT);
    if (key.isEmpty()) {
      section.problem(
          "mode",
          "key '"
              + section.qualified("mode")
              + "' is '"
              + name
              + "' and the table has no key, by which changed rows are replaced: declare 'key', or"
              + " use mode full");
    }
    columns.stream()
        .filter(column -> key.contains(column.name()))
        .filter(column -> !identifies(column))
        .forEach(
            column ->
                section.problem(
                    "mode",
                    "key '"
                        + section.qualified("mode")
                        + "' is '"
                        + name
                        + "' and key column '"
                        + column.name()
                        + "' is "
                        + column.type()
                        + ", which identifies no row exactly: use mode full"));
  }

  private static boolean identifies(ColumnSpec column) {
    return DigestColumn.of(column.name(), column.type()).columnClass() == ColumnClass.IN_STORE;
  }
}
