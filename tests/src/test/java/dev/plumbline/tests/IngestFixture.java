package dev.plumbline.tests;

import dev.plumbline.core.config.ConfigLoader;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.Endpoint.Rest;
import dev.plumbline.core.config.Endpoint.RetrySpec;
import dev.plumbline.core.config.LocalConfigSource;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.IngestSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import dev.plumbline.jobs.ingest.Ingest;
import dev.plumbline.jobs.ingest.IngestListener;
import dev.plumbline.jobs.ingest.IngestSummary;
import dev.plumbline.jobs.ingest.ResourceSummary;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.mysql.MySqlWriterSessions;
import dev.plumbline.stores.rest.RestClient;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A database of a test's own on the sandbox's source, and ingests into it. */
final class IngestFixture implements AutoCloseable {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Sandbox sandbox;
  private final Connection connection;
  private final String database = "ingest_" + DATABASES.incrementAndGet();

  IngestFixture(Sandbox sandbox) throws SQLException {
    this.sandbox = sandbox;
    this.connection = sandbox.aurora();
    execute("DROP DATABASE IF EXISTS " + database);
  }

  String database() {
    return database;
  }

  /** The tables of the blog pipeline, declared in this database. */
  List<TableSpec> blog(String... overrides) {
    Map<String, String> set = new LinkedHashMap<>();
    for (String table : List.of("users", "posts", "comments")) {
      set.put("tables." + table + ".source.database", database);
    }
    for (String override : overrides) {
      set.put(override.split("=", 2)[0], override.split("=", 2)[1]);
    }
    return new ConfigLoader(new LocalConfigSource(), UnaryOperator.identity(), set)
        .pipeline("../conf/blog")
        .tables();
  }

  /** A table whose columns are the fields of the same name; the first one is the key. */
  TableSpec table(String id, Map<String, String> references, String... columns) {
    List<ColumnSpec> specs = new ArrayList<>();
    Map<String, String> fields = new LinkedHashMap<>();
    for (String column : columns) {
      String name = column.substring(0, column.indexOf(' '));
      boolean nullable = !column.endsWith(" not null");
      String type = column.substring(name.length() + 1).replace(" not null", "");
      specs.add(new ColumnSpec(name, ColumnType.parse(type), nullable, ZeroDates.FAIL));
      if (!name.endsWith("_at")) {
        fields.put(name, "/" + name);
      }
    }
    return new TableSpec(
        id,
        new TableName(database, id),
        List.of(specs.get(0).name()),
        specs,
        id,
        new ExtractionSpec(ExtractionSpec.Mode.FULL, 1_000_000),
        new PublishSpec(true, Optional.empty(), List.of()),
        Optional.of(new IngestSpec(id, "/" + id, 10, false, fields, references)));
  }

  IngestSummary ingest(String api, List<TableSpec> tables, boolean deleteMissing) {
    return ingest(api, tables, tables, deleteMissing, IngestListener.none());
  }

  IngestSummary ingest(
      String api,
      List<TableSpec> selected,
      List<TableSpec> all,
      boolean deleteMissing,
      IngestListener listener) {
    Clock clock = Clock.systemUTC();
    RestClient client =
        new RestClient(
            new Rest("api", api, new RetrySpec(4, 10, 1)), clock, new Random(1), time -> {});
    return new Ingest(client, sessions("sandbox:aurora.admin.password"), clock, listener)
        .run(selected, all, deleteMissing);
  }

  /** Sessions of the administrator, with a password of one's choice. */
  MySqlWriterSessions sessions(String secret) {
    Secrets secrets = new Secrets(sandbox.endpointsFile().toString(), "us-east-1");
    Endpoints.Aurora aurora = sandbox.endpoints().aurora();
    return new MySqlWriterSessions(
        "aurora",
        new JdbcAccess(
            aurora.url(), new Login(aurora.admin().user(), SecretRef.parse(secret)), Map.of()),
        secrets);
  }

  static ResourceSummary of(IngestSummary summary, String resource) {
    return summary.resources().stream()
        .filter(one -> one.resource().equals(resource))
        .findFirst()
        .orElseThrow();
  }

  void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The rows as text, values separated by {@code |}; {@code {db}} is the database. */
  List<String> rows(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query.replace("{db}", database))) {
      List<String> rows = new ArrayList<>();
      int width = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          values.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", values));
      }
      return rows;
    }
  }

  String one(String query) throws SQLException {
    List<String> rows = rows(query);
    return rows.size() == 1 ? rows.get(0) : rows.toString();
  }

  @Override
  public void close() throws SQLException {
    execute("DROP DATABASE IF EXISTS " + database);
    connection.close();
  }
}
