package dev.plumbline.core.config;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.RouteSpec;
import dev.plumbline.core.table.RouteSpec.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the section {@code route} of a table. */
final class RouteReader {
  private static final String SPAN = "a time span, such as 30s, 15m, 6h or 2d";

  private RouteReader() {}

  static RouteSpec read(Section section, List<ColumnSpec> columns) {
    RouteSpec standard = RouteSpec.standard();
    Section errors = section.section("errors");
    Duration maxLag = span(section, "maxLag", standard.maxLag());
    RouteSpec spec =
        new RouteSpec(
            section
                .parsed("mode", RouteReader::mode, "one of keep-replica, use-fallback, block")
                .orElse(standard.mode()),
            maxLag,
            span(section, "slowLag", maxLag.dividedBy(3)),
            errors.parsed("rows", RouteReader::rows, "a whole number, 0 or more"),
            errors.parsed("share", RouteReader::share, "a number from 0 to 1"),
            Set.copyOf(KnownColumns.read(errors, "critical", columns)),
            section.integer("leaveAfter", standard.leaveAfter(), 1, 1000),
            section.integer("returnAfter", standard.returnAfter(), 1, 1000),
            span(section, "maxFallbackAge", standard.maxFallbackAge()),
            span(section, "maxVerdictAge", standard.maxVerdictAge()));
    if (spec.slowLag().compareTo(maxLag) > 0) {
      section.problem(
          "slowLag",
          "key '"
              + section.qualified("slowLag")
              + "' must not be more than maxLag, the limit at"
              + " which the replica is left at once");
    }
    errors.done();
    section.done();
    return spec;
  }

  private static Mode mode(String text) {
    return Mode.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static Duration span(Section section, String key, Duration otherwise) {
    return section.parsed(key, Spans::parse, SPAN).orElse(otherwise);
  }

  private static Long rows(String text) {
    return atLeastZero(Long.valueOf(text.replace("_", "")), text);
  }

  private static Long atLeastZero(Long value, String text) {
    if (value < 0) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  private static Double share(String text) {
    double value = Double.parseDouble(text);
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }
}
