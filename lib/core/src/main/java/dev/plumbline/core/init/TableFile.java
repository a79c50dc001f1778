package dev.plumbline.core.init;

import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.SourceTable.Column;
import dev.plumbline.core.schema.SourceTable.Generation;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.core.text.Human;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** Writes a file of {@code tables}. */
final class TableFile {
  /** About as many bytes as one partition should bring. */
  private static final long SPLIT_BYTES = 128L << 20;

  /** Far enough apart that a server's next estimate seldom leads to another. */
  private static final long[] SPLIT_ROWS = {
    1_000_000, 500_000, 200_000, 100_000, 50_000, 20_000, 10_000
  };

  /** Fewer rows are read sooner than one has looked for those that are gone. */
  private static final long CURSOR_ROWS = 100_000;

  private final TablePlan plan;
  private final List<String> lines = new ArrayList<>();

  private TableFile(TablePlan plan) {
    this.plan = plan;
  }

  static String of(TablePlan plan) {
    TableFile file = new TableFile(plan);
    file.head();
    file.key();
    file.columns();
    file.extraction();
    file.publish();
    file.expect();
    return String.join("\n", file.lines) + "\n";
  }

  /**
   * Of a table that is read from an endpoint of its own, and has no replica.
   *
   * @param endpoint its name
   */
  static String imported(TablePlan plan, String endpoint) {
    TableFile file = new TableFile(plan);
    file.proposed();
    file.lines.add(
        "source: {endpoint: "
            + YamlText.of(endpoint)
            + ", schema: "
            + YamlText.of(plan.table().name().schema())
            + ", table: "
            + YamlText.of(plan.table().name().table())
            + "}");
    if (plan.key().isEmpty()) {
      file.comment("", "No primary key, so it is read in one piece.");
    } else {
      file.lines.add("key: " + YamlText.list(plan.key()));
    }
    file.columns();
    file.extraction();
    return String.join("\n", file.lines) + "\n";
  }

  private void proposed() {
    SourceTable table = plan.table();
    comment("", "Proposed by 'plumbline init' from " + table.name() + " (" + facts(table) + ").");
    lines.add("id: " + plan.id());
  }

  private void head() {
    proposed();
    SourceTable table = plan.table();
    lines.add(
        "source: {database: "
            + YamlText.of(table.name().schema())
            + ", table: "
            + YamlText.of(table.name().table())
            + "}");
    group();
  }

  /** Nothing that a server estimates: the file would change with each row of the table. */
  private static String facts(SourceTable table) {
    String engine = table.engine().isEmpty() ? "no engine" : table.engine();
    return table.partitioned() ? engine + ", partitioned" : engine;
  }

  private void group() {
    Groups.Group group = plan.group();
    if (group.alone()) {
      return;
    }
    if (group.tooLarge()) {
      comment(
          "",
          "No group: foreign keys join "
              + group.tables().size()
              + " tables around "
              + group.root().name().table()
              + ", more than can wait for one another.");
      return;
    }
    comment(
        "",
        "One unit with the tables that foreign keys join to it, so that readers never see one of"
            + " them newer than another.");
    lines.add("group: " + plan.groupId());
  }

  private void key() {
    SourceTable table = plan.table();
    if (plan.key().isEmpty()) {
      comment(
          "",
          "No key: no index tells one row from another, so zero-ETL refuses the table, and it is"
              + " read in one piece.");
      return;
    }
    if (table.primaryKey().isEmpty()) {
      comment(
          "",
          "No primary key, so zero-ETL refuses the table; the unique index "
              + table.identifying().orElseThrow().name()
              + " tells its rows apart.");
    }
    lines.add("key: " + YamlText.list(plan.key()));
  }

  private void columns() {
    lines.add("columns:");
    plan.columns().forEach(this::column);
    plan.leftOut()
        .forEach((name, reason) -> comment("  ", "Left out: " + name + ", since " + reason + "."));
  }

  private void column(Column column) {
    if (column.generation() != Generation.NONE) {
      comment(
          "  ",
          "Generated at the source ("
              + column.generation().name().toLowerCase(Locale.ROOT)
              + "); copied as any other.");
    }
    if (column.invisible()) {
      comment("  ", "Invisible at the source to SELECT *; copied as any other.");
    }
    if (column.sqlType().startsWith("numeric")
        && TablePlan.type(column).canonical() == CanonicalForm.TEXT) {
      comment(
          "  ",
          column.sqlType()
              + " at the source, which no decimal holds whatever comes: as text. Where you know how"
              + " many digits there are, decimal(p,s) is more use.");
    }
    String type = YamlText.type(type(column) + (column.nullable() ? "" : " not null"));
    String name = YamlText.of(column.name());
    boolean zeroDates = plan.hasZeroDates(column);
    boolean tooLong = plan.hasTooLong(column);
    if (zeroDates) {
      comment("  ", "Holds dates such as 0000-00-00, which no other store knows: read as NULL.");
    }
    if (tooLong) {
      comment("  ", "Holds text of more than 65,535 bytes: whole in bronze, cut in Redshift.");
    }
    if (!zeroDates && !tooLong) {
      lines.add("  " + name + ": " + type);
      return;
    }
    lines.add("  " + name + ":");
    lines.add("    type: " + type);
    lines.add(zeroDates ? "    zeroDates: 'null'" : "    tooLong: cut");
  }

  /** Members of an ENUM that look like a reference would be filled in when the file is read. */
  private static String type(Column column) {
    String type = TablePlan.type(column).sql();
    return type.contains("${") ? type.substring(0, type.indexOf('(')) + "()" : type;
  }

  private void extraction() {
    SourceTable table = plan.table();
    long rowBytes = table.rows() <= 0 ? 0 : table.bytes() / table.rows();
    if (rowBytes > 0 && table.bytes() >= SPLIT_BYTES) {
      comment("", "So many rows make about " + Human.bytes(SPLIT_BYTES) + " at a time.");
      lines.add("extraction:");
      lines.add("  splitRows: " + splitRows(SPLIT_BYTES / rowBytes));
      cursor("  ", "");
    } else if (table.rows() >= CURSOR_ROWS) {
      cursor("", "extraction: ");
    }
  }

  private static long splitRows(long most) {
    return LongStream.of(SPLIT_ROWS)
        .filter(rows -> rows <= most)
        .findFirst()
        .orElse(SPLIT_ROWS[SPLIT_ROWS.length - 1]);
  }

  /**
   * A comment, since a row that is changed behind the cursor's back is not seen to have changed,
   * and nothing in the catalogue says that nobody does so.
   */
  private void cursor(String indent, String key) {
    plan.cursor()
        .ifPresent(
            column -> {
              comment(
                  indent,
                  "All rows are read each time. The server sets "
                      + column.name()
                      + " whenever it updates a row, and an index begins with it: if no statement"
                      + " sets it by itself and no load keeps old values, only new and changed rows"
                      + " need be read, with");
              String cursor = "cursor: " + YamlText.of(column.name());
              if (key.isEmpty()) {
                comment(indent, "mode: incremental");
                comment(indent, cursor);
              } else {
                comment(indent, key + "{mode: incremental, " + cursor + "}");
              }
            });
  }

  private void publish() {
    Layout layout = plan.layout();
    if (layout.distKey().isEmpty() && layout.sortKey().isEmpty()) {
      return;
    }
    lines.add("publish:");
    comment("  ", "Distribution: " + layout.distReason() + ".");
    layout.distKey().ifPresent(column -> lines.add("  distKey: " + YamlText.of(column)));
    if (!layout.sortKey().isEmpty()) {
      comment("  ", "Order: " + layout.sortReason() + ".");
      lines.add("  sortKey: " + YamlText.list(layout.sortKey()));
    }
  }

  private void expect() {
    plan.refused()
        .ifPresent(
            known -> {
              comment(
                  "",
                  "Zero-ETL refuses the table, so its replica cannot be compared. That is quiet"
                      + " until the date; put in who answers for it.");
              lines.add("expect:");
              lines.add("  - kind: " + known.kind().label());
              lines.add("    reason: " + YamlText.of(known.reason().replace("${", "{")));
              lines.add("    owner: " + YamlText.of(known.owner().replace("${", "{")));
              lines.add("    until: " + known.until());
            });
  }

  private void comment(String indent, String text) {
    lines.add(indent + "# " + YamlText.comment(text));
  }
}
