package dev.plumbline.jobs.compare;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.aws.Secrets;
import java.util.List;

/**
 * A source and the warehouse into which zero-ETL replicates it.
 *
 * @param warehouse with an integration's database
 * @param tables those that the integration should have
 * @param standalone whether a comparison goes on without what the integration does not tell, and
 *     waits for a replica that is behind once instead of for each table
 */
public record ReplicaPair(
    Endpoint.MySql source,
    Endpoint.Redshift warehouse,
    Secrets secrets,
    List<TableName> tables,
    boolean standalone) {
  public ReplicaPair {
    tables = List.copyOf(tables);
  }

  /** The database that zero-ETL fills. */
  public String database() {
    return warehouse.integrationDatabase().orElseThrow();
  }
}
