package dev.plumbline.core.config;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ExpectSpec;
import dev.plumbline.core.table.ExpectSpec.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads the list {@code expect} of a table. */
final class ExpectReader {
  private static final String KINDS =
      "one of " + Arrays.stream(Kind.values()).map(Kind::label).collect(Collectors.joining(", "));

  private ExpectReader() {}

  static List<ExpectSpec> read(List<Section> sections, List<ColumnSpec> columns) {
    List<ExpectSpec> expected = new ArrayList<>();
    for (Section section : sections) {
      // The texts are asked for even where the kind is wrong, so that all problems are told.
      Kind kind = required(section, "kind", ExpectReader::kind, KINDS, Kind.MISMATCH);
      List<String> named = KnownColumns.read(section, "columns", columns);
      expected.add(
          new ExpectSpec(
              kind,
              named,
              section.text("reason"),
              section.text("owner"),
              required(
                  section,
                  "until",
                  ExpectReader::date,
                  "a date, such as 2027-03-31",
                  LocalDate.MIN)));
      checkColumns(section, kind, named);
      section.done();
    }
    return expected;
  }

  private static <T> T required(
      Section section,
      String key,
      java.util.function.Function<String, T> parse,
      String expected,
      T otherwise) {
    if (!section.has(key)) {
      section.problem(
          key, "key '" + section.qualified(key) + "' is missing and must be " + expected);
    }
    return section.parsed(key, parse, expected).orElse(otherwise);
  }

  private static void checkColumns(Section section, Kind kind, List<String> named) {
    if (section.has("kind") && kind.ofColumns() && named.isEmpty()) {
      section.problem(
          "columns",
          "key '"
              + section.qualified("columns")
              + "' is missing: an exception of kind "
              + kind.label()
              + " holds for the columns that it names");
    }
    if (!kind.ofColumns() && !named.isEmpty()) {
      section.problem(
          "columns",
          "key '"
              + section.qualified("columns")
              + "' has no meaning for kind "
              + kind.label()
              + ", which concerns whole rows");
    }
  }

  private static Kind kind(String text) {
    return Kind.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
