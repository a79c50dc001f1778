package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.publish.PublishTable.Column;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Redshift's SQL for what Plumbline does there. Names are quoted as they are, which keeps their
 * case since the sessions set {@code enable_case_sensitive_identifier}. Column encodings are left
 * to Redshift.
 */
public final class RedshiftDialect {
  private RedshiftDialect() {}

  /** The identifier in double quotes. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /**
   * The text as a literal, for the statements that take no parameters. Redshift reads a backslash
   * in a literal as an escape.
   */
  public static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** The table that COPY fills: all columns, with the types of the Parquet files. */
  static String createStage(PublishTable table, RelationName name) {
    return table.columns().stream()
        .map(column -> quote(column.name()) + " " + column.stagingType())
        .collect(Collectors.joining(", ", "CREATE TABLE " + name.sql() + " (", ")"));
  }

  /** The table that readers will see. */
  static String createTarget(PublishTable table, RelationName name) {
    String columns =
        published(table).stream()
            .map(RedshiftDialect::definition)
            .collect(Collectors.joining(", ", " (", ")"));
    String distribution =
        table
            .distKey()
            .map(column -> " DISTSTYLE KEY DISTKEY(" + quote(column) + ")")
            .orElse(" DISTSTYLE AUTO");
    String sort =
        table.sortKey().isEmpty()
            ? " SORTKEY AUTO"
            : " COMPOUND SORTKEY(" + quoted(table.sortKey()) + ")";
    return "CREATE TABLE " + name.sql() + columns + distribution + sort;
  }

  /** Turns the staged rows into the published ones. */
  static String insert(PublishTable table, RelationName stage, RelationName target) {
    List<Column> columns = published(table);
    String values =
        columns.stream()
            .map(column -> column.expression().replace("{c}", quote(column.name())))
            .collect(Collectors.joining(", "));
    return "INSERT INTO "
        + target.sql()
        + " ("
        + quoted(columns.stream().map(Column::name).toList())
        + ") SELECT "
        + values
        + " FROM "
        + stage.sql();
  }

  /** A table for some of the key's values, in the types of the published table. */
  static String createKeys(PublishTable table, List<String> key, RelationName name) {
    return key.stream()
        .map(column -> quote(column) + " " + published(table, column).targetType().orElseThrow())
        .collect(Collectors.joining(", ", "CREATE TABLE " + name.sql() + " (", ")"));
  }

  /**
   * Deletes the rows whose key is in a table of keys. Text is compared with its length, since a
   * comparison alone may overlook trailing spaces.
   */
  static String deleteKeys(
      PublishTable table, List<String> key, RelationName name, RelationName keys) {
    String same =
        key.stream()
            .map(column -> same(published(table, column), quote(table.table())))
            .collect(Collectors.joining(" AND "));
    return "DELETE FROM " + name.sql() + " USING " + keys.sql() + " AS k WHERE " + same;
  }

  private static String same(Column column, String table) {
    String mine = table + "." + quote(column.name());
    String theirs = "k." + quote(column.name());
    String equal = mine + " = " + theirs;
    if (column.targetType().orElseThrow().startsWith("VARCHAR")) {
      equal += " AND OCTET_LENGTH(" + mine + ") = OCTET_LENGTH(" + theirs + ")";
    }
    return column.nullable()
        ? "((" + equal + ") OR (" + mine + " IS NULL AND " + theirs + " IS NULL))"
        : equal;
  }

  /** Copies all rows of a table of the same shape. */
  static String insertRows(PublishTable table, RelationName from, RelationName to) {
    String columns = quoted(published(table).stream().map(Column::name).toList());
    return "INSERT INTO "
        + to.sql()
        + " ("
        + columns
        + ") SELECT "
        + columns
        + " FROM "
        + from.sql();
  }

  private static Column published(PublishTable table, String column) {
    return published(table).stream()
        .filter(one -> one.name().equals(column))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(table.name() + " has no " + column));
  }

  /**
   * Loads the files of a manifest. Parquet columns load by position (COPY from columnar data
   * formats, Redshift guide), so the table has the files' columns in their order.
   *
   * @param iamRole ARN of the role that reads S3, or {@code default}
   */
  static String copy(RelationName table, String manifestUri, String iamRole) {
    String role = iamRole.equals("default") ? "default" : literal(iamRole);
    return "COPY "
        + table.sql()
        + " FROM "
        + literal(manifestUri)
        + " IAM_ROLE "
        + role
        + " FORMAT AS PARQUET MANIFEST";
  }

  static String drop(RelationName table) {
    return "DROP TABLE " + table.sql();
  }

  static String rename(RelationName table, String newName) {
    return "ALTER TABLE " + table.sql() + " RENAME TO " + quote(newName);
  }

  /** Takes all locks in one statement, so that one timeout bounds the wait for all of them. */
  static String lock(List<RelationName> tables) {
    return tables.stream()
        .map(RelationName::sql)
        .collect(Collectors.joining(", ", "LOCK TABLE ", ""));
  }

  static String count(RelationName table) {
    return "SELECT COUNT(*) AS row_count FROM " + table.sql();
  }

  /**
   * Whether the Parquet files have just the shape of the published table, so that COPY can fill it
   * with no stage in between.
   */
  static boolean loadsDirectly(PublishTable table) {
    return table.columns().stream()
        .allMatch(
            column ->
                column.targetType().filter(column.stagingType()::equals).isPresent()
                    && column.expression().equals("{c}"));
  }

  private static List<Column> published(PublishTable table) {
    return table.columns().stream().filter(column -> column.targetType().isPresent()).toList();
  }

  private static String definition(Column column) {
    return quote(column.name())
        + " "
        + column.targetType().orElseThrow()
        + (column.nullable() ? "" : " NOT NULL");
  }

  private static String quoted(List<String> names) {
    return names.stream().map(RedshiftDialect::quote).collect(Collectors.joining(", "));
  }
}
