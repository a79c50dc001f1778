package dev.plumbline.core.preflight;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The least that the accounts of an environment need, as statements to be looked over and run by an
 * administrator. Holds no password: each account gets one where it is made.
 */
public final class GrantText {
  private GrantText() {}

  /**
   * What the jobs of an environment use.
   *
   * @param source empty where nothing is read from a source of the pipeline's own
   * @param schemas databases of the source that are read
   * @param log whether the source's binary log is read, too
   * @param database the warehouse's local database
   * @param relations tables of other databases that are read, by the name of their endpoint
   * @param folders {@code s3://} addresses of files that are read
   */
  public record Use(
      Optional<Endpoint.MySql> source,
      Collection<String> schemas,
      boolean log,
      Endpoint.Redshift warehouse,
      String database,
      SortedMap<String, List<TableName>> relations,
      Collection<String> folders) {}

  public static String of(EnvConfig env, Use use) {
    List<String> parts = new ArrayList<>();
    use.source().ifPresent(source -> parts.add(mySql(source, use.schemas(), use.log())));
    use.relations()
        .forEach(
            (name, tables) ->
                parts.add(postgres(env.endpoint(name, Endpoint.Postgres.class), tables)));
    parts.add(redshift(use.warehouse(), use.database()));
    parts.add(iam(env, use));
    return String.join("\n", parts) + "\n";
  }

  private static String postgres(Endpoint.Postgres endpoint, List<TableName> tables) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "-- PostgreSQL, endpoint '" + endpoint.name() + "': the account of all jobs. It reads.");
    String account = quote(endpoint.access().login().user());
    lines.add("CREATE ROLE " + account + " LOGIN;");
    endpoint
        .access()
        .database()
        .ifPresent(
            database ->
                lines.add("GRANT CONNECT ON DATABASE " + quote(database) + " TO " + account + ";"));
    lines.addAll(reading(endpoint, tables));
    return String.join("\n", lines) + "\n";
  }

  /** Statements that let an endpoint's account read some tables. */
  public static List<String> reading(Endpoint.Postgres endpoint, List<TableName> tables) {
    String account = quote(endpoint.access().login().user());
    Set<String> statements = new LinkedHashSet<>();
    for (TableName table : tables) {
      String schema = quote(table.schema());
      statements.add("GRANT USAGE ON SCHEMA " + schema + " TO " + account + ";");
      statements.add(
          "GRANT SELECT ON " + schema + "." + quote(table.table()) + " TO " + account + ";");
    }
    return List.copyOf(statements);
  }

  private static String mySql(Endpoint.MySql source, Collection<String> schemas, boolean log) {
    String account = "'" + source.reader().login().user().replace("'", "''") + "'@'%'";
    List<String> lines = new ArrayList<>();
    lines.add(
        "-- MySQL, endpoint '"
            + source.name()
            + "': the account of all jobs but ingest. It reads.");
    lines.add(
        "CREATE USER IF NOT EXISTS " + account + " IDENTIFIED BY RANDOM PASSWORD REQUIRE SSL;");
    for (String schema : new TreeSet<>(schemas)) {
      lines.add("GRANT SELECT ON " + MySqlNames.quote(schema) + ".* TO " + account + ";");
    }
    lines.add("-- Where the binary log stands: every comparison with the replica is fenced by it.");
    lines.add("GRANT REPLICATION CLIENT ON *.* TO " + account + ";");
    if (log) {
      lines.add(
          "-- The binary log itself: for tables that are extracted by their changes, and for groups of"
              + " tables, which are brought to one moment.");
      lines.add("GRANT REPLICATION SLAVE ON *.* TO " + account + ";");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String redshift(Endpoint.Redshift warehouse, String database) {
    String user = quote(warehouse.access().login().user());
    List<String> lines = new ArrayList<>();
    lines.add("-- Redshift, endpoint '" + warehouse.name() + "': the account of all jobs.");
    lines.add("CREATE USER " + user + " PASSWORD DISABLE;");
    lines.add("-- Schemas of our copies: fallback_*, serving_*, silver, gold and plumbline.");
    lines.add("GRANT CREATE, TEMPORARY ON DATABASE " + quote(database) + " TO " + user + ";");
    warehouse
        .integrationDatabase()
        .ifPresent(
            replica -> {
              lines.add("-- The replica, to be compared; run this in its database.");
              lines.add("GRANT USAGE ON DATABASE " + quote(replica) + " TO " + user + ";");
            });
    lines.add("-- State and lag of the integration, which only superusers see otherwise.");
    lines.add("GRANT ROLE sys:monitor TO " + user + ";");
    if (!warehouse.iamRole().equals("default")) {
      lines.add("-- Lets the account load from S3 with that role and no other.");
      lines.add("GRANT ASSUMEROLE ON '" + warehouse.iamRole() + "' TO " + user + " FOR COPY;");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String iam(EnvConfig env, Use use) {
    Endpoint.Redshift warehouse = use.warehouse();
    List<Map<String, Object>> job = new ArrayList<>();
    TreeSet<String> prefixes = new TreeSet<>();
    Stream.of(env.lake().warehouse(), env.state(), env.reports())
        .filter(place -> place.startsWith("s3://"))
        .map(place -> place.substring("s3://".length()))
        .forEach(prefixes::add);
    job.add(
        statement(List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject"), objects(prefixes)));
    job.add(statement(List.of("s3:ListBucket"), buckets(prefixes)));
    TreeSet<String> read = new TreeSet<>();
    use.folders().forEach(folder -> read.add(folder.substring("s3://".length())));
    if (!read.isEmpty()) {
      job.add(statement(List.of("s3:GetObject"), objects(read)));
      job.add(statement(List.of("s3:ListBucket"), buckets(read)));
    }
    if (env.lake().catalog() instanceof EnvConfig.Catalog.Glue) {
      job.add(
          statement(
              List.of(
                  "glue:GetDatabase",
                  "glue:GetDatabases",
                  "glue:CreateDatabase",
                  "glue:GetTable",
                  "glue:GetTables",
                  "glue:CreateTable",
                  "glue:UpdateTable",
                  "glue:DeleteTable"),
              List.of(
                  "arn:aws:glue:" + env.s3().region() + ":*:catalog",
                  "arn:aws:glue:" + env.s3().region() + ":*:database/*",
                  "arn:aws:glue:" + env.s3().region() + ":*:table/*/*")));
    }
    List<String> secrets =
        Stream.of(
                use.source().stream().map(source -> source.reader().login()),
                Stream.of(warehouse.access().login()),
                use.relations().keySet().stream()
                    .map(name -> env.endpoint(name, Endpoint.Postgres.class).access().login()))
            .flatMap(logins -> logins)
            .map(Endpoint.Login::secret)
            .filter(secret -> secret.scheme() == SecretRef.Scheme.SECRETSMANAGER)
            .map(secret -> secretArn(env, secret))
            .distinct()
            .toList();
    if (!secrets.isEmpty()) {
      job.add(statement(List.of("secretsmanager:GetSecretValue"), secrets));
    }
    if (use.source().flatMap(Endpoint.MySql::cluster).isPresent()) {
      job.add(
          statement(
              List.of(
                  "rds:DescribeDBClusters",
                  "rds:DescribeDBClusterParameters",
                  "rds:DescribeIntegrations"),
              List.of("*")));
    }
    List<Map<String, Object>> copy =
        List.of(
            statement(List.of("s3:GetObject"), objects(prefixes)),
            statement(List.of("s3:ListBucket", "s3:GetBucketLocation"), buckets(prefixes)));
    return "-- IAM, the role under which the jobs run:\n"
        + policy(job)
        + "\n\n-- IAM, the role "
        + warehouse.iamRole()
        + " that COPY uses, trusted by redshift.amazonaws.com:\n"
        + policy(copy)
        + "\n";
  }

  private static List<String> objects(Collection<String> prefixes) {
    return prefixes.stream().map(prefix -> "arn:aws:s3:::" + prefix + "/*").toList();
  }

  private static List<String> buckets(Collection<String> prefixes) {
    return prefixes.stream()
        .map(prefix -> prefix.replaceFirst("/.*", ""))
        .distinct()
        .map(bucket -> "arn:aws:s3:::" + bucket)
        .toList();
  }

  /** Secrets Manager appends a hyphen and six characters to a secret's name. */
  private static String secretArn(EnvConfig env, SecretRef secret) {
    String name = secret.name().replaceFirst("#.*", "");
    return name.startsWith("arn:")
        ? name
        : "arn:aws:secretsmanager:" + env.s3().region() + ":*:secret:" + name + "-??????";
  }

  private static Map<String, Object> statement(List<String> actions, List<String> resources) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Action", actions);
    statement.put("Resource", resources);
    return statement;
  }

  private static String policy(List<Map<String, Object>> statements) {
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", "2012-10-17");
    policy.put("Statement", statements);
    return Json.write(policy);
  }

  private static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
