package dev.plumbline.tests;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.EnvConfig.S3Config;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.publish.PublishTable.Column;
import dev.plumbline.core.publish.PublishTable.DataFile;
import dev.plumbline.core.run.RunId;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.redshift.Fence;
import dev.plumbline.stores.redshift.PublishContext;
import dev.plumbline.stores.redshift.Publisher;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.redshift.Row;
import dev.plumbline.stores.redshift.SessionSource;
import dev.plumbline.stores.redshift.SwitchPolicy;
import dev.plumbline.stores.s3.S3ObjectStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What a test of publishing needs: a schema and pipeline of its own, files, sessions, a publisher.
 */
final class PublishFixture implements AutoCloseable {
  static final SwitchPolicy PATIENT =
      new SwitchPolicy(
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          Duration.ofMillis(50),
          Duration.ofMinutes(2));
  static final SwitchPolicy HASTY =
      new SwitchPolicy(
          Duration.ofMillis(100),
          Duration.ofSeconds(30),
          Duration.ofMillis(20),
          Duration.ofMillis(600));
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  final String schema;
  final String pipeline;
  final ParquetFiles files;
  final S3ObjectStore store;
  private final Sandbox sandbox;
  private final S3Client s3;
  private final Secrets secrets;

  PublishFixture(Sandbox sandbox) {
    this.sandbox = sandbox;
    int number = NUMBERS.incrementAndGet();
    this.schema = "publish_" + number;
    this.pipeline = "pipeline" + number;
    this.s3 = sandbox.s3();
    this.files = new ParquetFiles(s3, sandbox.endpoints().s3().bucket());
    this.secrets = new Secrets(sandbox.endpointsFile().toString(), "us-east-1");
    Endpoints.S3 place = sandbox.endpoints().s3();
    this.store =
        S3ObjectStore.open(
            new S3Config(
                place.region(),
                Optional.of(place.endpoint()),
                Optional.of(new Login(place.accessKey(), SecretRef.parse("sandbox:s3.secretKey")))),
            secrets);
  }

  /** Sessions of the jobs' account. */
  RedshiftSessions etl() {
    return sessions(sandbox.endpoints().redshift().etl().user(), "etl");
  }

  /** Sessions of an account that only reads. */
  RedshiftSessions reader() {
    return sessions(sandbox.endpoints().redshift().reader().user(), "reader");
  }

  private RedshiftSessions sessions(String user, String account) {
    Endpoints.Redshift redshift = sandbox.endpoints().redshift();
    return RedshiftSessions.of(
        new Endpoint.Redshift(
            "warehouse",
            new JdbcAccess(
                redshift.url(),
                new Login(user, SecretRef.parse("sandbox:redshift." + account + ".password")),
                Map.of()),
            redshift.iamRole(),
            Optional.of(redshift.integrationDatabase())),
        secrets);
  }

  String stagedPrefix() {
    return "s3://" + sandbox.endpoints().s3().bucket() + "/staged";
  }

  Publisher publisher(String runId) {
    return publisher(etl(), runId, 1, PATIENT);
  }

  Publisher publisher(SessionSource sessions, String runId, long token, SwitchPolicy policy) {
    return new Publisher(
        sessions,
        store,
        new PublishContext(
            new Fence(pipeline, "protect", token),
            new RunId(runId),
            stagedPrefix(),
            sandbox.endpoints().redshift().iamRole(),
            "bin/plumbline publish"),
        policy,
        Clock.tick(Clock.system(ZoneOffset.UTC), Duration.ofNanos(1000)));
  }

  /** A table of numbers {@code 1..rows} and texts, as its Parquet files hold them. */
  PublishTable numbers(String table, int rows) {
    DataFile file =
        files.write(
            "lake/" + schema + "/" + table + "-" + rows + ".parquet",
            "SELECT i::BIGINT AS id, 'row ' || i AS label FROM range(1, "
                + (rows + 1)
                + ") AS t(i)");
    return new PublishTable(
        schema, table, numberColumns(), Optional.of("id"), List.of("id"), List.of(file), rows);
  }

  static List<Column> numberColumns() {
    return List.of(
        new Column("id", "BIGINT", Optional.of("BIGINT"), "{c}", false),
        new Column("label", "VARCHAR(100)", Optional.of("VARCHAR(100)"), "{c}", true));
  }

  List<Row> query(SessionSource sessions, String sql) throws SQLException {
    try (RedshiftSession session = sessions.open()) {
      return session.query(sql);
    }
  }

  List<Row> query(String sql) throws SQLException {
    return query(etl(), sql);
  }

  void execute(String... statements) throws SQLException {
    try (RedshiftSession session = etl().open()) {
      for (String statement : statements) {
        session.execute(statement);
      }
    }
  }

  long count(String table) throws SQLException {
    return count(etl(), table);
  }

  long count(SessionSource sessions, String table) throws SQLException {
    return query(sessions, "SELECT COUNT(*) AS n FROM " + schema + "." + table)
        .get(0)
        .number("n")
        .orElseThrow();
  }

  /** Tables of the schema that are none of those that readers know. */
  List<String> leftovers() throws SQLException {
    return query(
            "SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = '"
                + schema
                + "' AND c.relname LIKE '%!_!_%' ESCAPE '!'")
        .stream()
        .flatMap(row -> row.text("name").stream())
        .toList();
  }

  /** Manifests that nobody removed. */
  List<String> manifests() {
    return store.list(stagedPrefix() + "/" + pipeline + "/").stream()
        .map(object -> object.uri())
        .toList();
  }

  @Override
  public void close() {
    store.close();
    s3.close();
  }
}
