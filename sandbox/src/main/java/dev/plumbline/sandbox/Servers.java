package dev.plumbline.sandbox;

import dev.plumbline.sandbox.gateway.RedshiftGateway;
import dev.plumbline.sandbox.server.Account;
import dev.plumbline.sandbox.server.MariaDbServer;
import dev.plumbline.sandbox.server.PostgresServer;
import dev.plumbline.sandbox.server.RestServer;
import dev.plumbline.sandbox.server.S3Server;
import dev.plumbline.sandbox.server.WarehouseRoles;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The servers of a sandbox that is ready. */
record Servers(
    Restartable<MariaDbServer> aurora,
    Restartable<PostgresServer> postgres,
    Restartable<S3Server> s3,
    Restartable<RestServer> rest,
    Restartable<RedshiftGateway> gateway,
    Integration integration,
    String integrationId) {
  private static final int VERSION = 1;

  /** Those that can be taken down and up, by the name that callers use. */
  Map<String, Restartable<?>> byName() {
    Map<String, Restartable<?>> servers = new LinkedHashMap<>();
    servers.put("aurora", aurora);
    servers.put("redshift", gateway);
    servers.put("postgres", postgres);
    servers.put("s3", s3);
    servers.put("api", rest);
    return servers;
  }

  /** By name, whether each server serves now. */
  Map<String, Boolean> alive() {
    Map<String, Boolean> alive = new LinkedHashMap<>();
    byName().forEach((name, server) -> alive.put(name, server.isUp()));
    alive.computeIfPresent("aurora", (name, up) -> up && aurora.server().isAlive());
    alive.computeIfPresent("postgres", (name, up) -> up && postgres.server().isAlive());
    alive.put("replicator", integration.replicator().status().running());
    return alive;
  }

  Endpoints endpoints(Control control, Instant startedAt) {
    MariaDbServer source = aurora.server();
    S3Server store = s3.server();
    WarehouseRoles roles = postgres.server().roles();
    return new Endpoints(
        VERSION,
        ProcessHandle.current().pid(),
        startedAt.toString(),
        new Endpoints.Aurora(
            Assembly.HOST,
            source.port(),
            source.url(),
            source.admin(),
            source.reader(),
            source.ingest()),
        redshift(roles),
        new Endpoints.S3(
            store.endpoint(),
            S3Server.REGION,
            S3Server.BUCKET,
            store.keys().user(),
            store.keys().password()),
        database(PostgresServer.ICEBERG, roles.iceberg()),
        database(PostgresServer.WAREHOUSE, roles.postgres()),
        new Endpoints.Api(rest.server().url()),
        new Endpoints.Control(control.url(), control.token()));
  }

  private Endpoints.Redshift redshift(WarehouseRoles roles) {
    RedshiftGateway redshift = gateway.server();
    return new Endpoints.Redshift(
        Assembly.HOST,
        redshift.port(),
        redshift.url(Assembly.DATABASE),
        redshift.caFile().toAbsolutePath().toString(),
        Assembly.DATABASE,
        Assembly.INTEGRATION_DATABASE,
        integrationId,
        Assembly.IAM_ROLE,
        roles.admin(),
        roles.etl(),
        roles.reader());
  }

  private Endpoints.Catalog database(String name, Account account) {
    return new Endpoints.Catalog(postgres.server().url(name), account.user(), account.password());
  }
}
