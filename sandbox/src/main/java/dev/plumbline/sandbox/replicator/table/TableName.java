package dev.plumbline.sandbox.replicator.table;

import java.util.Comparator;

/**
 * A table by the names that it has at the source, exactly as they are.
 *
 * @param schema the MySQL database, which is the Redshift schema of the replica
 * @param table the table
 */
public record TableName(String schema, String table) implements Comparable<TableName> {
  private static final Comparator<TableName> ORDER =
      Comparator.comparing(TableName::schema).thenComparing(TableName::table);

  @Override
  public int compareTo(TableName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
