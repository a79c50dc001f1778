package dev.plumbline.bench;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table to extract, filled by the server itself.
 *
 * @param values how each column's value is made of {@code seq}
 */
record ExtractTable(String name, long rows, List<ColumnSpec> columns, List<String> values) {
  static final String SCHEMA = "bench";

  private static final int PIECE = 500_000;

  /** Rows of about 230 bytes, most of it text. */
  static ExtractTable narrow(long rows) {
    Builder table = new Builder();
    table.add("id", "bigint", "seq");
    table.add("post_id", "int", "1 + seq % 100");
    table.add("name", "varchar(100)", "CONCAT('name of the reader ', seq)");
    table.add("email", "varchar(100)", "CONCAT('reader', seq % 500000, '@example.org')");
    table.add("body", "text", "CONCAT(MD5(seq), ' ', MD5(seq + 1), ' ', SHA1(seq), ' 🚚 end')");
    table.add("score", "decimal(9,2)", "seq % 9999999 / 100");
    table.add(
        "created_at", "datetime(6)", "TIMESTAMPADD(MICROSECOND, seq * 1234567, '2020-01-01')");
    table.add("updated_at", "timestamp", "IF(seq % 5 = 0, NULL, FROM_UNIXTIME(1577923200 + seq))");
    return table.build("narrow", rows);
  }

  /** Sixty columns of the usual types, in equal parts. */
  static ExtractTable wide(long rows) {
    Builder table = new Builder();
    table.add("id", "bigint", "seq");
    for (int i = 1; i < 10; i++) {
      table.add("big" + i, "bigint", "seq * " + (1_000_003 * i));
    }
    for (int i = 0; i < 10; i++) {
      table.add("num" + i, "int", i % 2 == 0 ? "seq % 1000" : "IF(seq % 3 = 0, NULL, seq)");
      table.add("dec" + i, "decimal(12,2)", "(seq * 7 + " + i + ") % 9999999 / 100");
      table.add("dbl" + i, "double", "seq / " + (i + 3));
      table.add(
          "txt" + i,
          "varchar(40)",
          i % 2 == 0 ? "MD5(seq + " + i + ")" : "ELT(1 + seq % 3, 'a', 'bb', 'ccc')");
      table.add("tim" + i, "datetime", "TIMESTAMPADD(SECOND, seq * " + (i + 1) + ", '2020-01-01')");
    }
    return table.build("wide", rows);
  }

  ExtractTable named(String other) {
    return new ExtractTable(other, rows, columns, values);
  }

  TableSpec spec() {
    return new TableSpec(
        name,
        new TableName(SCHEMA, name),
        List.of("id"),
        columns,
        name,
        new ExtractionSpec(Mode.FULL, 1_000_000),
        new PublishSpec(false, Optional.empty(), List.of()),
        Optional.empty());
  }

  void fill(Connection connection) throws SQLException {
    String definition =
        columns.stream()
            .map(
                column ->
                    column.name()
                        + " "
                        + column.type().sql()
                        + (column.name().equals("id") ? " PRIMARY KEY" : " NULL"))
            .collect(Collectors.joining(", "));
    Sql.run(
        connection,
        "CREATE DATABASE IF NOT EXISTS " + SCHEMA,
        "USE " + SCHEMA,
        "CREATE TABLE " + name + " (" + definition + ")");
    for (long first = 1; first <= rows; first += PIECE) {
      Sql.run(
          connection,
          "INSERT INTO "
              + name
              + " SELECT "
              + String.join(", ", values)
              + " FROM seq_"
              + first
              + "_to_"
              + Math.min(rows, first + PIECE - 1));
    }
    Sql.run(connection, "ANALYZE TABLE " + name);
  }

  private static final class Builder {
    private final List<ColumnSpec> columns = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    void add(String name, String type, String value) {
      columns.add(new ColumnSpec(name, ColumnType.parse(type), true, ZeroDates.FAIL));
      values.add(value);
    }

    ExtractTable build(String name, long rows) {
      return new ExtractTable(name, rows, columns, values);
    }
  }
}
