package dev.plumbline.sandbox.gateway.copy;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.wire.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A column that a load fills.
 *
 * @param type Redshift's name without length, e.g. {@code character varying}
 * @param length in bytes for text and VARBYTE, else -1
 * @param precision of a decimal, else -1
 */
record TargetColumn(
    String name, String type, int length, int precision, int scale, boolean identity) {

  boolean isText() {
    return type.equals("character varying") || type.equals("character");
  }

  /** As Redshift writes it in messages. */
  String declaration() {
    return switch (type) {
      case "character varying" -> "VARCHAR(" + length + ")";
      case "character" -> "CHAR(" + length + ")";
      case "binary varying" -> "VARBYTE(" + length + ")";
      case "numeric" -> "DECIMAL(" + precision + "," + scale + ")";
      default -> type.toUpperCase(Locale.ROOT);
    };
  }

  /** The columns that a COPY fills, in the order of the file. */
  static List<TargetColumn> of(
      Name table, List<String> listed, boolean explicitIds, Backend backend) throws IOException {
    Map<String, TargetColumn> all = read(table, backend);
    if (listed.isEmpty()) {
      return all.values().stream().filter(column -> explicitIds || !column.identity).toList();
    }
    List<TargetColumn> columns = new ArrayList<>();
    for (String name : listed) {
      TargetColumn column = all.get(name);
      if (column == null) {
        throw new SqlError(
            "42703", "column \"" + name + "\" of relation \"" + table.last() + "\" does not exist");
      }
      columns.add(column);
    }
    return columns;
  }

  private static Map<String, TargetColumn> read(Name table, Backend backend) throws IOException {
    List<List<String>> rows =
        backend
            .run(
                "select a.attname, c.data_type, coalesce(c.character_maximum_length, -1),"
                    + " coalesce(c.numeric_precision, -1), coalesce(c.numeric_scale, -1),"
                    + " a.attidentity <> '', c.relkind"
                    + " from redshift.columns c join pg_attribute a"
                    + " on a.attrelid = c.table_oid and a.attnum = c.attnum"
                    + " where c.table_oid = "
                    + Name.literal(table.sql())
                    + "::regclass"
                    + " order by a.attnum")
            .rows();
    Map<String, TargetColumn> columns = new LinkedHashMap<>();
    for (List<String> row : rows) {
      if (row.get(6).equals("v")) {
        throw new SqlError("42809", "\"" + table.last() + "\" is a view: COPY needs a table");
      }
      columns.put(
          row.get(0),
          new TargetColumn(
              row.get(0),
              row.get(1),
              Integer.parseInt(row.get(2)),
              Integer.parseInt(row.get(3)),
              Integer.parseInt(row.get(4)),
              row.get(5).equals("t")));
    }
    return columns;
  }
}
