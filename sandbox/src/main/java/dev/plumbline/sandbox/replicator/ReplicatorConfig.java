package dev.plumbline.sandbox.replicator;

import dev.plumbline.sandbox.replicator.source.SourceServer;
import java.util.Objects;

/**
 * What an integration connects.
 *
 * @param source the source server
 * @param warehouse the warehouse's PostgreSQL
 * @param integrationId the integration's UUID, which stays the same over restarts
 * @param targetDatabase the integration database
 * @param dataFilter which tables are replicated
 */
public record ReplicatorConfig(
    SourceServer source,
    Warehouse warehouse,
    String integrationId,
    String targetDatabase,
    DataFilter dataFilter) {

  public ReplicatorConfig {
    Objects.requireNonNull(source);
    Objects.requireNonNull(warehouse);
    Objects.requireNonNull(integrationId);
    Objects.requireNonNull(targetDatabase);
    Objects.requireNonNull(dataFilter);
  }

  /**
   * The warehouse's PostgreSQL, past the gateway.
   *
   * @param url {@code jdbc:postgresql://…} of its database
   * @param user a PostgreSQL superuser
   * @param password its password
   */
  public record Warehouse(String url, String user, String password) {
    @Override
    public String toString() {
      return user + "@" + url;
    }
  }
}
