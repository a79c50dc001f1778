package dev.plumbline.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.sandbox.gateway.GatewayConfig;
import dev.plumbline.sandbox.gateway.RedshiftGateway;
import dev.plumbline.sandbox.replicator.DataFilter;
import dev.plumbline.sandbox.replicator.ReplicatorConfig;
import dev.plumbline.sandbox.replicator.source.SourceServer;
import dev.plumbline.sandbox.rest.Dataset;
import dev.plumbline.sandbox.server.Account;
import dev.plumbline.sandbox.server.Folders;
import dev.plumbline.sandbox.server.MariaDbServer;
import dev.plumbline.sandbox.server.Passwords;
import dev.plumbline.sandbox.server.PostgresServer;
import dev.plumbline.sandbox.server.RestServer;
import dev.plumbline.sandbox.server.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Starts the servers, each as soon as those that it needs are ready. */
final class Assembly {
  static final String HOST = "127.0.0.1";
  static final String IAM_ROLE = "arn:aws:iam::000000000000:role/plumbline";

  /** The database that Redshift's clients connect to. */
  static final String DATABASE = "dev";

  /** The integration database. */
  static final String INTEGRATION_DATABASE = "zeroetl";

  private final Folders folders;
  private final Startup startup;
  private final Passwords passwords;

  Assembly(Folders folders, Startup startup) {
    this.folders = folders;
    this.startup = startup;
    this.passwords = Passwords.in(folders.state().resolve("passwords.properties"));
  }

  /** Returns when all are ready; throws what the first of them threw otherwise. */
  Servers start(SandboxConfig config) {
    // First, since it fails at once when the folder is wrong.
    Dataset dataset = config.dataset();
    String integrationId = integrationId();
    CompletableFuture<Restartable<RestServer>> rest =
        startup.start(
            "REST API",
            () -> Restartable.start(port -> RestServer.start(dataset, port), RestServer::port));
    CompletableFuture<Restartable<MariaDbServer>> aurora =
        startup.start(
            "MariaDB " + MariaDbServer.VERSION,
            () ->
                Restartable.start(
                    port -> MariaDbServer.start(folders, passwords, port), MariaDbServer::port));
    CompletableFuture<Restartable<PostgresServer>> postgres =
        startup.start(
            "PostgreSQL " + PostgresServer.VERSION,
            () ->
                Restartable.start(
                    port -> PostgresServer.start(folders, passwords, port), PostgresServer::port));
    CompletableFuture<Restartable<S3Server>> s3 =
        startup.start(
            "S3",
            () ->
                Restartable.start(
                    port -> S3Server.start(folders, passwords, port), S3Server::port));
    CompletableFuture<Restartable<RedshiftGateway>> gateway =
        startup.start(
            "Redshift gateway",
            () -> gateway(postgres.join().server(), s3.join().server()),
            postgres,
            s3);
    // The gateway brings the types that replicas have.
    CompletableFuture<Integration> integration =
        startup.start(
            "zero-ETL replicator",
            () -> integration(aurora.join().server(), postgres.join().server(), integrationId),
            aurora,
            gateway);
    return new Servers(
        Startup.join(aurora),
        Startup.join(postgres),
        Startup.join(s3),
        Startup.join(rest),
        Startup.join(gateway),
        Startup.join(integration),
        integrationId);
  }

  private Restartable<RedshiftGateway> gateway(PostgresServer postgres, S3Server s3) {
    Account superuser = postgres.roles().postgres();
    GatewayConfig.Postgres warehouse =
        new GatewayConfig.Postgres(
            HOST,
            postgres.port(),
            PostgresServer.WAREHOUSE,
            superuser.user(),
            superuser.password());
    GatewayConfig.S3 store =
        new GatewayConfig.S3(
            URI.create(s3.endpoint()), S3Server.REGION, s3.keys().user(), s3.keys().password());
    Path state = folders.data("gateway");
    return Restartable.start(
        port -> RedshiftGateway.start(new GatewayConfig(warehouse, store, IAM_ROLE, state, port)),
        RedshiftGateway::port);
  }

  private static Integration integration(
      MariaDbServer aurora, PostgresServer postgres, String integrationId) {
    Account source = aurora.admin();
    Account target = postgres.roles().postgres();
    return Integration.start(
        new ReplicatorConfig(
            new SourceServer(HOST, aurora.port(), source.user(), source.password()),
            new ReplicatorConfig.Warehouse(
                postgres.url(PostgresServer.WAREHOUSE), target.user(), target.password()),
            integrationId,
            INTEGRATION_DATABASE,
            DataFilter.all()));
  }

  /** The integration's id, which stays the same as long as the data does. */
  private String integrationId() {
    Path file = folders.state().resolve("integration-id");
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, UUID.randomUUID() + "\n", UTF_8);
      }
      return Files.readString(file, UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the integration's id in " + file, e);
    }
  }
}
