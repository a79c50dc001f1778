package dev.plumbline.core.publish;

import java.util.List;
import java.util.Optional;

/**
 * One table on its way to Redshift: what is loaded, from which files, into which shape.
 *
 * @param schema target schema, such as {@code fallback_blog}
 * @param table target table
 * @param columns in the order of the Parquet files, since COPY loads by position
 * @param files the Parquet files that make up the table
 * @param rows how many rows they hold together; verified before the commit
 */
public record PublishTable(
    String schema,
    String table,
    List<Column> columns,
    Optional<String> distKey,
    List<String> sortKey,
    List<DataFile> files,
    long rows) {

  public PublishTable {
    columns = List.copyOf(columns);
    sortKey = List.copyOf(sortKey);
    files = List.copyOf(files);
  }

  /** Full name, such as {@code fallback_blog.users}. */
  public String name() {
    return schema + "." + table;
  }

  /**
   * One column.
   *
   * @param stagingType the Redshift type that COPY demands for the Parquet column
   * @param targetType its type in the published table; empty for a column that is loaded but not
   *     published
   * @param expression SQL over the quoted staging column, which stands as {@code {c}} in it
   */
  public record Column(
      String name,
      String stagingType,
      Optional<String> targetType,
      String expression,
      boolean nullable) {}

  /**
   * One Parquet file.
   *
   * @param uri {@code s3://bucket/key}
   * @param bytes its exact size
   */
  public record DataFile(String uri, long bytes) {}
}
