package dev.plumbline.core.config;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ImportSpec;
import dev.plumbline.core.table.MySqlType;
import dev.plumbline.core.table.Origin;
import dev.plumbline.core.table.Origin.CsvSpec;
import dev.plumbline.core.table.Origin.Format;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a file of a pipeline's {@code tables} whose source names an endpoint of its own. */
final class ImportReader {
  private static final long SPLIT_ROWS = 1_000_000;

  /** What only a table of the pipeline's source has. */
  private static final List<String> REPLICATED =
      List.of("group", "publish", "route", "expect", "reconcile", "ingest", "evolve");

  /** Types without a notation in text. */
  private static final Set<MySqlType> BINARY =
      EnumSet.of(
          MySqlType.BIT,
          MySqlType.BINARY,
          MySqlType.VARBINARY,
          MySqlType.TINYBLOB,
          MySqlType.BLOB,
          MySqlType.MEDIUMBLOB,
          MySqlType.LONGBLOB,
          MySqlType.GEOMETRY);

  private ImportReader() {}

  /** Whether the file is one of those. */
  static boolean reads(Section root) {
    return root.section("source").has("endpoint");
  }

  static ImportSpec read(Section root) {
    String id = TableReader.id(root);
    for (String key : REPLICATED) {
      if (root.has(key)) {
        root.problem(
            key,
            "key '" + key + "' is for tables of the pipeline's source; this one has 'endpoint'");
      }
    }
    List<ColumnSpec> columns = TableReader.columns(root, id);
    List<String> key = KnownColumns.read(root, "key", columns);
    Section source = root.section("source");
    String endpoint = source.text("endpoint");
    boolean files = source.has("path");
    Origin origin = files ? files(source, endpoint, columns) : relation(source, endpoint, id);
    source.done();
    ExtractionSpec extraction =
        files
            ? new ExtractionSpec(Mode.FULL, SPLIT_ROWS, false)
            : full(root.section("extraction"), columns, key);
    root.done();
    return new ImportSpec(table(id, endpoint, key, columns, extraction), origin);
  }

  private static TableSpec table(
      String id,
      String endpoint,
      List<String> key,
      List<ColumnSpec> columns,
      ExtractionSpec extraction) {
    return new TableSpec(
        id,
        new TableName(endpoint, id),
        key,
        columns,
        id,
        extraction,
        new PublishSpec(false, Optional.empty(), List.of()),
        Optional.empty());
  }

  private static Origin relation(Section source, String endpoint, String id) {
    return new Origin.Relation(
        endpoint, new TableName(source.text("schema", "public"), source.text("table", id)));
  }

  private static ExtractionSpec full(Section section, List<ColumnSpec> columns, List<String> key) {
    ExtractionSpec spec = ExtractionReader.read(section, columns, key);
    if (spec.mode() != Mode.FULL) {
      section.problem(
          "mode",
          "key '"
              + section.qualified("mode")
              + "' is '"
              + spec.mode().name().toLowerCase(Locale.ROOT)
              + "', and a table with 'endpoint' is read in mode full");
    }
    return spec;
  }

  private static Origin files(Section source, String endpoint, List<ColumnSpec> columns) {
    if (!source.has("format")) {
      source.problem("path", "key 'source.format' is missing: csv, json or parquet");
    }
    Format format = source.oneOf("format", Format.class, Format.PARQUET);
    Optional<ZoneOffset> zone =
        source.parsed("zone", ImportReader::offset, "an offset from UTC, such as UTC or +02:00");
    if (format != Format.PARQUET) {
      columns.stream()
          .filter(column -> BINARY.contains(column.type().type()))
          .forEach(
              column ->
                  source.problem(
                      "format",
                      "column '"
                          + column.name()
                          + "' is "
                          + column.type()
                          + ", which "
                          + format.name().toLowerCase(Locale.ROOT)
                          + " files do not hold"));
    }
    return new Origin.Files(
        endpoint,
        source.text("path"),
        format,
        zone,
        format == Format.CSV ? csv(source) : CsvSpec.standard());
  }

  private static CsvSpec csv(Section source) {
    CsvSpec standard = CsvSpec.standard();
    return new CsvSpec(
        source.flag("header", standard.header()),
        character(source, "delimiter", standard.delimiter()),
        character(source, "quote", standard.quote()),
        source.text("nullText", standard.nullText()));
  }

  private static String character(Section source, String key, String otherwise) {
    return source
        .parsed(key, ImportReader::single, "one character, such as '" + otherwise + "' or '\\t'")
        .orElse(otherwise);
  }

  private static String single(String text) {
    String character = text.equals("\\t") ? "\t" : text;
    if (character.length() != 1) {
      throw new IllegalArgumentException(text);
    }
    return character;
  }

  private static ZoneOffset offset(String text) {
    try {
      return text.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
