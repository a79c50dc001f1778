package dev.plumbline.sandbox;

import dev.plumbline.sandbox.server.MariaDbServer;
import dev.plumbline.sandbox.server.PostgresServer;
import dev.plumbline.sandbox.server.RestServer;
import dev.plumbline.sandbox.server.S3Server;
import dev.plumbline.sandbox.server.WarehouseRoles;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The servers of a sandbox that is ready. */
record Servers(MariaDbServer aurora, PostgresServer postgres, S3Server s3, RestServer rest) {
  private static final String HOST = "127.0.0.1";
  private static final int VERSION = 1;

  /** By name, whether each server that is a process of its own still runs. */
  Map<String, Boolean> alive() {
    Map<String, Boolean> alive = new LinkedHashMap<>();
    alive.put("aurora", aurora.isAlive());
    alive.put("postgres", postgres.isAlive());
    return alive;
  }

  Endpoints endpoints(Control control, Instant startedAt) {
    return new Endpoints(
        VERSION,
        ProcessHandle.current().pid(),
        startedAt.toString(),
        new Endpoints.Aurora(
            HOST, aurora.port(), aurora.url(), aurora.admin(), aurora.reader(), aurora.ingest()),
        redshift(),
        new Endpoints.S3(
            s3.endpoint(),
            S3Server.REGION,
            S3Server.BUCKET,
            s3.keys().user(),
            s3.keys().password()),
        database(PostgresServer.ICEBERG, postgres.roles().iceberg()),
        database(PostgresServer.WAREHOUSE, postgres.roles().postgres()),
        new Endpoints.Api(rest.url()),
        new Endpoints.Control(control.url(), control.token()));
  }

  private Endpoints.Redshift redshift() {
    WarehouseRoles roles = postgres.roles();
    return new Endpoints.Redshift(
        HOST,
        0,
        "",
        "",
        "dev",
        "zeroetl",
        "",
        "arn:aws:iam::000000000000:role/plumbline",
        roles.admin(),
        roles.etl(),
        roles.reader());
  }

  private Endpoints.Catalog database(String name, dev.plumbline.sandbox.server.Account account) {
    return new Endpoints.Catalog(postgres.url(name), account.user(), account.password());
  }
}
