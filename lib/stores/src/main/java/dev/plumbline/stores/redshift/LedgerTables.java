package dev.plumbline.stores.redshift;

import java.util.LinkedHashMap;
import java.util.Map;

/** The tables of schema {@code plumbline}. Times are UTC. */
final class LedgerTables {
  static final String SCHEMA = "plumbline";
  static final RelationName FENCES = RelationName.of(SCHEMA, "fences");

  private static final Map<String, String> COLUMNS = columns();

  private LedgerTables() {}

  /** The CREATE statement of each table, by the table's name. */
  static Map<String, String> statements() {
    Map<String, String> statements = new LinkedHashMap<>();
    COLUMNS.forEach(
        (table, columns) ->
            statements.put(
                table,
                "CREATE TABLE IF NOT EXISTS "
                    + SCHEMA
                    + "."
                    + table
                    + " ("
                    + columns
                    + ") DISTSTYLE AUTO"));
    return statements;
  }

  private static Map<String, String> columns() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put(
        "fences",
        "pipeline VARCHAR(256) NOT NULL, chain VARCHAR(64) NOT NULL, token BIGINT NOT NULL");
    tables.put(
        "publications",
        "pipeline VARCHAR(256) NOT NULL, run_id VARCHAR(64) NOT NULL, table_name VARCHAR(512) NOT"
            + " NULL, row_count BIGINT NOT NULL, bytes BIGINT NOT NULL, published_at TIMESTAMP NOT"
            + " NULL, token BIGINT NOT NULL");
    tables.put(
        "lineage",
        "pipeline VARCHAR(256) NOT NULL, table_name VARCHAR(512) NOT NULL, lake_table VARCHAR(512)"
            + " NOT NULL, snapshot_id BIGINT NOT NULL, shape VARCHAR(64) NOT NULL, run_id"
            + " VARCHAR(64) NOT NULL, differences INTEGER NOT NULL, loaded_at TIMESTAMP NOT NULL,"
            + " token BIGINT NOT NULL");
    tables.put(
        "runs",
        "run_id VARCHAR(64) NOT NULL, pipeline VARCHAR(256) NOT NULL, job VARCHAR(32) NOT NULL,"
            + " status VARCHAR(16) NOT NULL, exit_code INTEGER NOT NULL, started_at TIMESTAMP NOT"
            + " NULL, finished_at TIMESTAMP");
    tables.put(
        "verdicts",
        "run_id VARCHAR(64) NOT NULL, pipeline VARCHAR(256) NOT NULL, table_name VARCHAR(512) NOT"
            + " NULL, pair VARCHAR(32) NOT NULL, depth VARCHAR(16) NOT NULL, verdict VARCHAR(32)"
            + " NOT NULL, left_rows BIGINT, right_rows BIGINT, missing_on_right BIGINT,"
            + " extra_on_right BIGINT, changed BIGINT, verified_through TIMESTAMP, verified_at"
            + " TIMESTAMP, message VARCHAR(4096)");
    tables.put(
        "routes",
        "pipeline VARCHAR(256) NOT NULL, run_id VARCHAR(64) NOT NULL, table_name VARCHAR(512) NOT"
            + " NULL, target VARCHAR(16) NOT NULL, reason VARCHAR(4096), since TIMESTAMP NOT NULL,"
            + " token BIGINT NOT NULL");
    return tables;
  }
}
