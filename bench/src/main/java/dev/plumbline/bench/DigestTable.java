package dev.plumbline.bench;

import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * Eight columns, the same rows in both stores, made by each store's own SQL: numbers with and
 * without a fraction, text with characters of one to four bytes, times to the microsecond and the
 * second, NULLs.
 */
final class DigestTable {
  static final String SCHEMA = "bench";
  static final String NAME = "orders";

  private static final int PIECE = 1_000_000;
  private static final List<ColumnSpec> COLUMNS =
      List.of(
          column("id", "bigint"),
          column("customer_id", "int"),
          column("quantity", "int"),
          column("price", "decimal(12,2)"),
          column("status", "varchar(16)"),
          column("note", "varchar(255)"),
          column("created_at", "datetime(6)"),
          column("shipped_at", "datetime"));
  private static final String NAMES =
      String.join(", ", COLUMNS.stream().map(ColumnSpec::name).toList());

  private DigestTable() {}

  private static ColumnSpec column(String name, String type) {
    return new ColumnSpec(name, ColumnType.parse(type), true, ZeroDates.FAIL);
  }

  static List<String> names() {
    return COLUMNS.stream().map(ColumnSpec::name).toList();
  }

  static TableForm form() {
    return TableForm.of(
        COLUMNS.stream().map(one -> DigestColumn.of(one.name(), one.type())).toList(),
        List.of("id"));
  }

  static ComparedTable mySqlTable() {
    return table("mysql", one -> StoredColumn.mySql(one, "utf8mb4"));
  }

  static ComparedTable warehouseTable() {
    return table(
        "warehouse", one -> StoredColumn.redshift(one, one.type().replica().orElseThrow()));
  }

  private static ComparedTable table(String label, Function<ColumnSpec, StoredColumn> stored) {
    return new ComparedTable(
        label + " " + SCHEMA + "." + NAME,
        List.of(SCHEMA, NAME),
        COLUMNS.stream().map(stored).toList(),
        "");
  }

  static void fillMySql(Connection connection, long rows) throws SQLException {
    Sql.run(
        connection,
        "CREATE DATABASE " + SCHEMA,
        "USE " + SCHEMA,
        "CREATE TABLE "
            + NAME
            + " (id BIGINT PRIMARY KEY, customer_id INT NOT NULL, quantity INT NULL, price"
            + " DECIMAL(12,2) NOT NULL, status VARCHAR(16) NOT NULL, note VARCHAR(255) NULL,"
            + " created_at DATETIME(6) NOT NULL, shipped_at DATETIME NULL)");
    for (long first = 1; first <= rows; first += PIECE) {
      Sql.run(
          connection,
          "INSERT INTO "
              + NAME
              + " SELECT seq, seq * 7919 % 1000003, IF(seq % 7 = 0, NULL, seq % 13), (seq % 9999999)"
              + " / 100, ELT(1 + seq % 4, 'new', 'paid', 'shipped', 'returned'), IF(seq % 11 = 0,"
              + " NULL, CONCAT('Ünïcode 🚚 ', MD5(seq), ' ', REPEAT('x', seq % 50))), TIMESTAMPADD("
              + "MICROSECOND, seq * 1234567, '2020-01-01'), IF(seq % 5 = 0, NULL, TIMESTAMPADD("
              + "SECOND, seq, '2020-01-02')) FROM seq_"
              + first
              + "_to_"
              + Math.min(rows, first + PIECE - 1));
    }
    Sql.run(connection, "ANALYZE TABLE " + NAME);
  }

  static void fillPostgres(Connection connection, long rows) throws SQLException {
    Sql.run(
        connection,
        "CREATE SCHEMA " + SCHEMA,
        "CREATE TABLE "
            + SCHEMA
            + "."
            + NAME
            + " (id BIGINT, customer_id INT, quantity INT, price NUMERIC(12,2), status VARCHAR(64),"
            + " note VARCHAR(1020), created_at TIMESTAMP, shipped_at TIMESTAMP)",
        "INSERT INTO "
            + SCHEMA
            + "."
            + NAME
            + " SELECT seq, seq * 7919 % 1000003, CASE WHEN seq % 7 <> 0 THEN seq % 13 END, (seq %"
            + " 9999999) / 100.0, (ARRAY['new', 'paid', 'shipped', 'returned'])[1 + seq % 4], CASE"
            + " WHEN seq % 11 <> 0 THEN 'Ünïcode 🚚 ' || MD5(CAST(seq AS TEXT)) || ' ' ||"
            + " REPEAT('x', CAST(seq % 50 AS INT)) END, TIMESTAMP '2020-01-01' + seq * INTERVAL"
            + " '1.234567 second', CASE WHEN seq % 5 <> 0 THEN TIMESTAMP '2020-01-02' + seq *"
            + " INTERVAL '1 second' END FROM generate_series(1, "
            + rows
            + "::bigint) AS seq",
        "ALTER TABLE " + SCHEMA + "." + NAME + " ADD PRIMARY KEY (id)",
        "GRANT USAGE ON SCHEMA " + SCHEMA + " TO etl",
        "GRANT SELECT ON " + SCHEMA + "." + NAME + " TO etl",
        "ALTER ROLE etl SET max_parallel_workers_per_gather = 0",
        "VACUUM ANALYZE " + SCHEMA + "." + NAME);
  }

  static String mySqlCrc() {
    return "SELECT COUNT(*), SUM(CRC32(CONCAT_WS('|', " + NAMES + "))) FROM " + SCHEMA + "." + NAME;
  }

  /** PostgreSQL's CRC32 takes bytes. */
  static String postgresCrc() {
    return "SELECT COUNT(*), SUM(CRC32(CONVERT_TO(CONCAT_WS('|', "
        + NAMES
        + "), 'UTF8'))) FROM "
        + SCHEMA
        + "."
        + NAME;
  }

  static String count() {
    return "SELECT COUNT(*) FROM " + SCHEMA + "." + NAME;
  }

  static String mySqlBytes() {
    return "SELECT data_length FROM information_schema.tables WHERE table_schema = '"
        + SCHEMA
        + "' AND table_name = '"
        + NAME
        + "'";
  }

  static String postgresBytes() {
    return "SELECT pg_table_size('" + SCHEMA + "." + NAME + "')";
  }
}
