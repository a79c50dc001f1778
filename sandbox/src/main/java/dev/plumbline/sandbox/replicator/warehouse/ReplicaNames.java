package dev.plumbline.sandbox.replicator.warehouse;

import dev.plumbline.core.table.TableName;

/**
 * Where replicas lie in the warehouse's PostgreSQL: schema {@code s} of Redshift database {@code d}
 * is {@code d$s}.
 *
 * @param database the integration database
 */
public record ReplicaNames(String database) {

  /** The name as SQL quotes it. */
  public static String quote(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  String schema(TableName table) {
    return quote(database + "$" + table.schema());
  }

  String table(TableName table) {
    return schema(table) + "." + quote(table.table());
  }
}
