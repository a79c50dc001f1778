package dev.plumbline.sandbox.gateway;

import dev.plumbline.sandbox.gateway.copy.TemporaryFolder;
import dev.plumbline.sandbox.server.Account;
import dev.plumbline.sandbox.server.Folders;
import dev.plumbline.sandbox.server.Passwords;
import dev.plumbline.sandbox.server.PostgresServer;
import dev.plumbline.sandbox.server.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A PostgreSQL server, an S3 server and the gateway, started once for all tests of this JVM. */
final class Warehouse {
  static final String ROLE = "arn:aws:iam::000000000000:role/plumbline";
  private static final Warehouse INSTANCE = new Warehouse();

  private final AtomicInteger names = new AtomicInteger();
  private final Path state;
  private final PostgresServer postgres;
  private final RedshiftGateway gateway;
  private final S3Client s3;

  private Warehouse() {
    try {
      state = Files.createTempDirectory("gateway-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Folders folders = new Folders(state, Path.of("target", "binaries"));
    Passwords passwords = Passwords.in(state.resolve("passwords.properties"));
    postgres = PostgresServer.start(folders, passwords, 0);
    S3Server objects = S3Server.start(folders, passwords, 0);
    Account superuser = postgres.roles().postgres();
    gateway =
        RedshiftGateway.start(
            new GatewayConfig(
                new GatewayConfig.Postgres(
                    "127.0.0.1",
                    postgres.port(),
                    PostgresServer.WAREHOUSE,
                    superuser.user(),
                    superuser.password()),
                new GatewayConfig.S3(
                    URI.create(objects.endpoint()),
                    S3Server.REGION,
                    objects.keys().user(),
                    objects.keys().password()),
                ROLE,
                state.resolve("gateway"),
                0));
    s3 =
        S3Client.builder()
            .endpointOverride(URI.create(objects.endpoint()))
            .region(Region.of(S3Server.REGION))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(objects.keys().user(), objects.keys().password())))
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(objects)));
  }

  private void stop(S3Server objects) {
    s3.close();
    gateway.close();
    objects.close();
    postgres.close();
    try {
      Files.copy(
          state.resolve("gateway/shapes.log"),
          Path.of("target", "contract-shapes.log"),
          StandardCopyOption.REPLACE_EXISTING);
      TemporaryFolder.delete(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Warehouse running() {
    return INSTANCE;
  }

  RedshiftGateway gateway() {
    return gateway;
  }

  PostgresServer postgres() {
    return postgres;
  }

  S3Client s3() {
    return s3;
  }

  /** A name that no other test uses. */
  String unique(String prefix) {
    return prefix + "_" + names.incrementAndGet();
  }

  /** A fresh schema owned by etl. */
  String schema() throws SQLException {
    String schema = unique("s");
    try (Connection etl = etl()) {
      run(etl, "create schema " + schema);
    }
    return schema;
  }

  Connection etl() throws SQLException {
    return connect("dev", postgres.roles().etl());
  }

  Connection admin() throws SQLException {
    return connect("dev", postgres.roles().admin());
  }

  Connection reader() throws SQLException {
    return connect("dev", postgres.roles().reader());
  }

  /** Through Amazon's driver and the gateway. */
  Connection connect(String database, Account account) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", account.user());
    properties.setProperty("password", account.password());
    return DriverManager.getConnection(gateway.url(database), properties);
  }

  /** Straight to PostgreSQL, as its superuser. */
  Connection direct() throws SQLException {
    return postgres.connect(PostgresServer.WAREHOUSE, postgres.roles().postgres());
  }

  static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What a statement that must fail failed with. */
  record Failure(String state, String message) {}

  static Failure failure(Connection connection, String sql) {
    try {
      run(connection, sql);
    } catch (SQLException e) {
      return new Failure(e.getSQLState(), e.getMessage());
    }
    throw new AssertionError("Expected a failure of: " + sql);
  }

  /** All rows; columns joined by a bar, NULL as {@code null}. */
  static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      int width = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        all.add(String.join("|", row));
      }
    }
    return all;
  }

  /** The single value of a query. */
  static String value(Connection connection, String query) throws SQLException {
    List<String> rows = rows(connection, query);
    if (rows.size() != 1) {
      throw new AssertionError("Expected one row of: " + query + ", got " + rows);
    }
    return rows.get(0);
  }

  void put(String key, byte[] content) {
    s3.putObject(
        request -> request.bucket(S3Server.BUCKET).key(key), RequestBody.fromBytes(content));
  }
}
