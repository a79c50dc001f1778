package dev.plumbline.core.config;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.LimitsSpec;
import dev.plumbline.core.table.ReconcileSpec;
import dev.plumbline.core.table.StopSpec;
import dev.plumbline.core.table.TierSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the section {@code reconcile} of a table. */
final class ReconcileReader {
  private static final Set<CanonicalForm> MEASURED =
      Set.of(
          CanonicalForm.INTEGER,
          CanonicalForm.DECIMAL,
          CanonicalForm.FLOAT32,
          CanonicalForm.FLOAT64,
          CanonicalForm.DATE,
          CanonicalForm.LOCAL_MICROS,
          CanonicalForm.INSTANT_MICROS,
          CanonicalForm.DURATION_MICROS);

  private static final Set<CanonicalForm> TIMES =
      Set.of(CanonicalForm.LOCAL_MICROS, CanonicalForm.INSTANT_MICROS);

  /** What would end the condition, hide the rest of the statement or take a bound value's place. */
  private static final Pattern NO_CONDITION = Pattern.compile(";|--|/\\*|#|\\?");

  private ReconcileReader() {}

  static ReconcileSpec read(Section section, List<ColumnSpec> columns, List<String> key) {
    TierSpec tier = tier(section.section("tier"));
    ReconcileSpec spec =
        new ReconcileSpec(
            exclude(section, columns, key),
            KnownColumns.read(section, "mask", columns),
            filter(section),
            tolerance(section.section("tolerance"), columns, key),
            tier,
            section
                .parsed("sample", ReconcileReader::slices, "a share from 1% to 50%, such as 10%")
                .orElse(1),
            IncrementReader.read(section, columns, key, tier),
            limits(section.section("limits")),
            committed(section, columns),
            stop(section.section("stop")));
    section.done();
    return spec;
  }

  private static List<String> exclude(Section section, List<ColumnSpec> columns, List<String> key) {
    List<String> excluded = KnownColumns.read(section, "exclude", columns);
    excluded.stream()
        .filter(key::contains)
        .forEach(
            name ->
                problem(
                    section, "exclude", "names '" + name + "', which rows are told" + " apart by"));
    return excluded.stream().filter(name -> !key.contains(name)).toList();
  }

  private static String filter(Section section) {
    String filter = section.text("filter", "").strip();
    if (NO_CONDITION.matcher(filter).find()) {
      problem(section, "filter", "must be one condition, without ; ? # -- and /*");
      return "";
    }
    return filter;
  }

  private static Map<String, BigDecimal> tolerance(
      Section section, List<ColumnSpec> columns, List<String> key) {
    Map<String, BigDecimal> tolerance = new LinkedHashMap<>();
    for (String name : section.keys()) {
      KnownColumns.check(section, name, name, columns);
      Optional<BigDecimal> limit =
          section.parsed(name, ReconcileReader::limit, "a number above 0 (seconds for times)");
      Optional<ColumnSpec> column =
          columns.stream().filter(one -> one.name().equals(name)).findFirst();
      if (key.contains(name)) {
        problem(section, name, "has no meaning: rows are told apart by that column");
      } else if (column.isPresent() && !MEASURED.contains(column.get().type().canonical())) {
        problem(
            section,
            name,
            "has no meaning: type " + column.get().type() + " is neither a number nor a time");
      } else {
        limit.ifPresent(value -> tolerance.put(name, value));
      }
    }
    section.done();
    return tolerance;
  }

  private static TierSpec tier(Section section) {
    TierSpec tier =
        new TierSpec(
            section
                .parsed("depth", Depth::of, "one of state, counts, checksums, rows, cells")
                .map(Depth::label),
            section.parsed("every", Spans::parse, "a time span, such as 6h or 1d"));
    section.done();
    return tier;
  }

  /** So many runs read all rows: a share of 30% takes four. */
  private static Integer slices(String text) {
    if (!text.endsWith("%")) {
      throw new IllegalArgumentException(text);
    }
    int share = Integer.parseInt(text.substring(0, text.length() - 1).strip());
    if (share < 1 || share > 50) {
      throw new IllegalArgumentException(text);
    }
    return (100 + share - 1) / share;
  }

  private static LimitsSpec limits(Section section) {
    Section pause = section.section("pauseAbove");
    LimitsSpec limits =
        new LimitsSpec(
            section
                .parsed("statementTimeout", Spans::parse, "a time span, such as 30s or 5m")
                .orElse(Duration.ZERO),
            above(pause, "threadsRunning"),
            above(pause, "historyList"),
            seconds(pause, "replicaLag"),
            // One reads the rows, and one looks at the log's position.
            section.integer("connections", 0, 2, 1_000),
            section
                .parsed("chunkTime", Spans::parse, "a time span, such as 5s or 1m")
                .orElse(Duration.ZERO),
            section
                .parsed("chunkRows", ReconcileReader::positive, "a whole number, 1 or more")
                .orElse(0L));
    pause.done();
    section.done();
    return limits;
  }

  private static long above(Section section, String key) {
    return section
        .parsed(key, ReconcileReader::count, "a whole number, 0 or more")
        .orElse(LimitsSpec.UNLIMITED);
  }

  private static String committed(Section section, List<ColumnSpec> columns) {
    String name = section.text("committed", "").strip();
    if (name.isEmpty()) {
      return name;
    }
    KnownColumns.check(section, "committed", name, columns);
    columns.stream()
        .filter(column -> column.name().equals(name))
        .filter(column -> !TIMES.contains(column.type().canonical()))
        .forEach(
            column ->
                problem(
                    section,
                    "committed",
                    "names a column of type " + column.type() + ", which is no time"));
    return name;
  }

  private static StopSpec stop(Section section) {
    StopSpec stop =
        new StopSpec(
            section
                .parsed("differences", ReconcileReader::positive, "a whole number, 1 or more")
                .orElse(0L),
            section
                .parsed("share", ReconcileReader::percent, "a share from 1% to 99%, such as 5%")
                .orElse(0));
    section.done();
    return stop;
  }

  private static Integer percent(String text) {
    if (!text.endsWith("%")) {
      throw new IllegalArgumentException(text);
    }
    int percent = Integer.parseInt(text.substring(0, text.length() - 1).strip());
    if (percent < 1 || percent > 99) {
      throw new IllegalArgumentException(text);
    }
    return percent;
  }

  /** In seconds. */
  private static long seconds(Section section, String key) {
    return section
        .parsed(key, Spans::parse, "a time span, such as 30s or 2m")
        .map(Duration::toSeconds)
        .orElse(LimitsSpec.UNLIMITED);
  }

  private static Long positive(String text) {
    long number = count(text);
    if (number < 1) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }

  private static Long count(String text) {
    long count = Long.parseLong(text.replace("_", ""));
    if (count < 0) {
      throw new IllegalArgumentException(text);
    }
    return count;
  }

  private static BigDecimal limit(String text) {
    BigDecimal limit = new BigDecimal(text);
    if (limit.signum() <= 0) {
      throw new IllegalArgumentException(text);
    }
    return limit;
  }

  private static void problem(Section section, String key, String what) {
    section.problem(key, "key '" + section.qualified(key) + "' " + what);
  }
}
