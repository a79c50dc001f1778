package dev.plumbline.core.config;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.CursorSpec.Deletes;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads keys {@code cursor}, {@code overlap} and {@code deletes} of whatever goes by a cursor. */
final class CursorKeys {
  private static final Duration STANDARD_OVERLAP = Duration.ofMinutes(10);

  private CursorKeys() {}

  /** What is said of the cursor; empty where that is a problem. */
  static Optional<CursorSpec> read(Section section, List<ColumnSpec> columns) {
    String name = section.text("cursor");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    KnownColumns.check(section, "cursor", name, columns);
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .flatMap(column -> cursor(section, column));
  }

  private static Optional<CursorSpec> cursor(Section section, ColumnSpec column) {
    if (!CursorSpec.serves(column.type())) {
      section.problem(
          "cursor",
          "key '"
              + section.qualified("cursor")
              + "' names column '"
              + column.name()
              + "' of type "
              + column.type()
              + " and must name a datetime, a timestamp or a whole number");
      return Optional.empty();
    }
    if (column.zeroDates() == ZeroDates.NULL) {
      section.problem(
          "cursor",
          "key '"
              + section.qualified("cursor")
              + "' names column '"
              + column.name()
              + "', which holds dates that are read as NULL: it tells nothing of these rows");
    }
    boolean time = CursorSpec.isTime(column.type());
    return Optional.of(
        new CursorSpec(
            column.name(),
            time,
            time ? span(section) : number(section),
            section.oneOf("deletes", Deletes.class, Deletes.DIGEST)));
  }

  private static BigInteger span(Section section) {
    Duration span =
        section
            .parsed("overlap", Spans::parse, "a time span, such as 30s, 15m, 6h or 2d")
            .orElse(STANDARD_OVERLAP);
    return BigInteger.valueOf(span.toSeconds()).multiply(BigInteger.valueOf(1_000_000L));
  }

  /** How many numbers may be given out before the first of them is visible, only people know. */
  private static BigInteger number(Section section) {
    if (!section.has("overlap")) {
      section.problem(
          "cursor",
          "key '"
              + section.qualified("overlap")
              + "' is missing: of a cursor of whole numbers, say how many may be given out before"
              + " the first of them is committed, such as 1000");
    }
    return BigInteger.valueOf(section.integer("overlap", 0, 0, Integer.MAX_VALUE));
  }
}
