package dev.plumbline.sandbox.gateway.copy;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.wire.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column of an unloaded query.
 *
 * @param type as PostgreSQL formats it, e.g. {@code numeric(12,2)}
 */
record ResultColumn(String name, String type) {

  static List<ResultColumn> of(String query, Backend backend) throws IOException {
    List<List<String>> rows =
        backend
            .run(
                "select c[1], c[2] from (select sandbox.describe_query("
                    + Name.literal(query)
                    + ") as d) as q, generate_subscripts(d, 1) as i,"
                    + " lateral (select array[d[i][1], d[i][2]] as c) as e order by i")
            .rows();
    List<ResultColumn> columns = new ArrayList<>();
    rows.forEach(row -> columns.add(new ResultColumn(row.get(0), row.get(1))));
    return columns;
  }

  /** The query with every column in the form from which DuckDB reads it. */
  static String select(List<ResultColumn> columns, String query) {
    return columns.stream()
            .map(ResultColumn::expression)
            .collect(Collectors.joining(", ", "select ", ""))
        + " from ("
        + query
        + ") as q";
  }

  private String expression() {
    String quoted = Name.quote(name);
    if (type.equals("bytea")) {
      return "encode(" + quoted + ", 'hex') as " + quoted;
    }
    if (isSuper()) {
      return "redshift.json_serialize(" + quoted + ") as " + quoted;
    }
    if (type.equals("timestamp with time zone")) {
      return quoted + " at time zone 'UTC' as " + quoted;
    }
    return quoted;
  }

  private boolean isSuper() {
    return type.equals("super") || type.equals("jsonb");
  }

  /** The type that the Parquet file has; TIMESTAMPTZ loses its zone, SUPER becomes text. */
  String duckDbType() {
    if (type.startsWith("numeric(")) {
      return type.replace("numeric", "decimal");
    }
    if (type.startsWith("character") || type.equals("varchar")) {
      return "varchar";
    }
    return switch (type) {
      case "numeric" -> "decimal(38,10)";
      case "timestamp with time zone", "timestamp without time zone" -> "timestamp";
      case "real" -> "float";
      case "double precision" -> "double";
      case "smallint", "integer", "bigint", "boolean", "date" -> type;
      case "bytea", "super", "jsonb", "name" -> "varchar";
      default -> throw SqlError.notEmulated("UNLOAD of the type " + type);
    };
  }

  /** The select item that reads the column back from CSV. */
  String readBack() {
    String quoted = Name.quote(name);
    return type.equals("bytea") ? "from_hex(" + quoted + ") as " + quoted : quoted;
  }
}
