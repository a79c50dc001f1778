package dev.plumbline.core.init;

import dev.plumbline.core.config.ModelSpec.Mask;
import dev.plumbline.core.schema.SourceTable.Column;
import dev.plumbline.core.table.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes the silver model of a table: its {@code .sql} and its {@code .yaml}. */
final class SilverFiles {
  /** Characters of which none takes more than four bytes fit 65,535 bytes. */
  private static final int SAFE_CHARACTERS = 16_383;

  private static final String DIGEST = "row_digest";
  private static final String COPIES = "copies";

  private final TablePlan plan;
  private final String bronze;
  private final List<Column> columns;

  /**
   * @param bronze the bronze table in SQL, such as {@code bronze_shop.`orders`}
   */
  SilverFiles(TablePlan plan, String bronze) {
    this.plan = plan;
    this.bronze = bronze;
    this.columns =
        plan.columns().stream()
            .filter(column -> plan.key().contains(column.name()) || isShown(column))
            .toList();
  }

  /** The SELECT. */
  String sql() {
    return plan.key().isEmpty() ? withoutKey() : withKey();
  }

  /** The declaration. */
  String yaml() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# Proposed by 'plumbline init'. Masks follow the columns' names and types: look them over.");
    lines.add("# bronze and a fallback hold the source as it is, unmasked.");
    lines.add(
        "grain: "
            + YamlText.of(
                plan.key().isEmpty()
                    ? "one row per distinct row of " + plan.id()
                    : "one row per row of " + plan.id()));
    lines.add("key: " + YamlText.list(silverKey()));
    lines.add("columns:");
    if (plan.key().isEmpty()) {
      lines.add("  " + free(DIGEST) + ": {type: string, length: 64}");
    }
    columns.forEach(column -> declaration(column, lines));
    if (plan.key().isEmpty()) {
      lines.add("  " + free(COPIES) + ": bigint");
    }
    hidden()
        .forEach(
            column ->
                lines.add(
                    "  # Not here: "
                        + YamlText.comment(column.name())
                        + ", whose bytes are in bronze and a fallback."));
    layout(lines);
    return String.join("\n", lines) + "\n";
  }

  private void layout(List<String> lines) {
    Layout layout = plan.layout();
    Predicate<String> shown =
        name -> columns.stream().anyMatch(column -> column.name().equals(name));
    layout.distKey().filter(shown).ifPresent(name -> lines.add("distKey: " + silver(name)));
    List<String> sort = layout.sortKey().stream().filter(shown).map(this::silver).toList();
    if (!sort.isEmpty()) {
      lines.add("sortKey: " + YamlText.list(sort));
    }
  }

  private List<String> silverKey() {
    return plan.key().isEmpty()
        ? List.of(free(DIGEST))
        : plan.key().stream().map(this::silver).toList();
  }

  private String withKey() {
    String rank = "_newest_first";
    while (plan.columns().stream().map(Column::name).anyMatch(rank::equalsIgnoreCase)) {
      rank = rank + "_";
    }
    String newest =
        plan.changedAt().map(name -> quote(name) + " DESC, ").orElse("") + "_ingested_at DESC";
    List<String> select = new ArrayList<>(columns.stream().map(this::selected).toList());
    select.add(reject(rank));
    return "-- One row per row of "
        + plan.id()
        + ": the newest state of each key.\n"
        + "WITH ranked AS (\n  SELECT\n    *,\n    row_number() OVER (PARTITION BY "
        + plan.key().stream().map(SilverFiles::quote).collect(Collectors.joining(", "))
        + " ORDER BY "
        + newest
        + ") AS "
        + rank
        + "\n  FROM "
        + bronze
        + "\n)\nSELECT\n  "
        + String.join(",\n  ", select)
        + "\nFROM ranked\n";
  }

  private String reject(String rank) {
    String nulls =
        plan.key().stream()
            .filter(name -> plan.table().column(name).filter(plan::hasZeroDates).isPresent())
            .map(name -> "\n    WHEN " + quote(name) + " IS NULL THEN 'no date in the key'")
            .collect(Collectors.joining());
    return "CASE"
        + nulls
        + (nulls.isEmpty() ? " " : "\n    ")
        + "WHEN "
        + rank
        + " > 1 THEN 'duplicate key'"
        + (nulls.isEmpty() ? " " : "\n  ")
        + "END AS _reject_reason";
  }

  /** Equal rows become one, counted, so that what is left has a key. */
  private String withoutKey() {
    String all =
        plan.columns().stream()
            .map(column -> quote(column.name()))
            .collect(Collectors.joining(", "));
    List<String> select = new ArrayList<>();
    select.add("sha2(to_json(struct(" + all + ")), 256) AS " + free(DIGEST));
    columns.forEach(column -> select.add(selected(column)));
    select.add("count(*) AS " + free(COPIES));
    return "-- One row per distinct row of "
        + plan.id()
        + ", which has no key, with how many copies of it there are.\nSELECT\n  "
        + String.join(",\n  ", select)
        + "\nFROM "
        + bronze
        + "\nGROUP BY "
        + all
        + "\n";
  }

  private String selected(Column column) {
    String name = quote(column.name());
    String silver = silver(column.name());
    String value = value(column, name);
    return value.equals(name) && silver.equals(column.name())
        ? quoteIfReserved(silver)
        : value + " AS " + quoteIfReserved(silver);
  }

  private static String value(Column column, String name) {
    ColumnType type = TablePlan.type(column);
    if (!type.spark().equals("string")) {
      return name;
    }
    return switch (type.type()) {
      // Redshift's text ends at 65,535 bytes. JSON that is cut is none.
      case JSON -> "CASE WHEN octet_length(" + name + ") <= 65535 THEN " + name + " END";
      case TEXT, MEDIUMTEXT, LONGTEXT -> "left(" + name + ", " + SAFE_CHARACTERS + ")";
      case VARCHAR ->
          type.length() > SAFE_CHARACTERS ? "left(" + name + ", " + SAFE_CHARACTERS + ")" : name;
      default -> name;
    };
  }

  private void declaration(Column column, List<String> lines) {
    ColumnType type = TablePlan.type(column);
    Optional<Personal.Proposal> mask = mask(column);
    String name = YamlText.of(silver(column.name()));
    if (mask.isPresent()) {
      boolean hashed = mask.get().mask() == Mask.SHA256;
      lines.add("  # Masked: " + mask.get().reason() + ".");
      lines.add("  " + name + ":");
      lines.add("    type: " + (hashed ? "string" : type.spark()));
      if (hashed || type.spark().equals("string")) {
        lines.add("    length: " + (hashed ? 64 : bytes(type)));
      }
      lines.add("    mask: " + (hashed ? "sha256" : "'null'"));
      return;
    }
    description(type).ifPresent(text -> lines.add("  # " + text));
    boolean sized = type.spark().equals("string") || type.spark().equals("binary");
    lines.add(
        "  "
            + name
            + ": "
            + (sized ? "{type: " + type.spark() + ", length: " + bytes(type) + "}" : type.spark()));
  }

  private Optional<Personal.Proposal> mask(Column column) {
    Personal.Proposal mask = plan.masks().get(column.name());
    if (mask == null) {
      return Optional.empty();
    }
    // A key has to stay one, so it is hashed where it would be taken away.
    return Optional.of(
        plan.key().contains(column.name())
            ? new Personal.Proposal(Mask.SHA256, mask.reason() + "; hashed, since it is the key")
            : mask);
  }

  private static Optional<String> description(ColumnType type) {
    return switch (type.type()) {
      case TIME -> Optional.of("A TIME of MySQL, in microseconds.");
      case BIT -> Optional.of("Eight bytes, the high one first.");
      case TEXT, MEDIUMTEXT, LONGTEXT ->
          Optional.of(
              "The first " + SAFE_CHARACTERS + " characters: Redshift ends at 65,535 bytes.");
      case JSON -> Optional.of("NULL where it is longer than Redshift's 65,535 bytes of text.");
      default -> Optional.empty();
    };
  }

  private static int bytes(ColumnType type) {
    String fallback = type.fallback();
    if (fallback.startsWith("VARCHAR(") || fallback.startsWith("VARBYTE(")) {
      return Integer.parseInt(fallback.substring(fallback.indexOf('(') + 1, fallback.indexOf(')')));
    }
    return ColumnType.VARCHAR_MAX_BYTES;
  }

  /** Large binary objects and shapes are no matter for queries. */
  private static boolean isShown(Column column) {
    return switch (TablePlan.type(column).type()) {
      case TINYBLOB, BLOB, MEDIUMBLOB, LONGBLOB, GEOMETRY -> false;
      default -> true;
    };
  }

  private List<Column> hidden() {
    return plan.columns().stream().filter(column -> !columns.contains(column)).toList();
  }

  private String silver(String column) {
    return plan.silverNames().get(column);
  }

  /** A name of ours that no column of the table has. */
  private String free(String name) {
    String free = name;
    while (plan.silverNames().containsValue(free)) {
      free = free + "_";
    }
    return free;
  }

  private static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static String quoteIfReserved(String id) {
    return SqlWords.RESERVED.contains(id.toUpperCase(Locale.ROOT)) ? quote(id) : id;
  }
}
