package dev.plumbline.core.preflight;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.run.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The least that the accounts of an environment need, as statements to be looked over and run by an
 * administrator. Holds no password: each account gets one where it is made.
 */
public final class GrantText {
  private GrantText() {}

  /**
   * @param schemas source databases that are read
   * @param log whether the source's binary log is read, too
   * @param database the warehouse's local database
   */
  public static String of(
      EnvConfig env,
      Endpoint.MySql source,
      Endpoint.Redshift warehouse,
      String database,
      Collection<String> schemas,
      boolean log) {
    return String.join(
            "\n",
            mySql(source, schemas, log),
            redshift(warehouse, database),
            iam(env, source, warehouse))
        + "\n";
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

  private static String iam(EnvConfig env, Endpoint.MySql source, Endpoint.Redshift warehouse) {
    List<Map<String, Object>> job = new ArrayList<>();
    TreeSet<String> prefixes = new TreeSet<>();
    Stream.of(env.lake().warehouse(), env.state(), env.reports())
        .filter(place -> place.startsWith("s3://"))
        .map(place -> place.substring("s3://".length()))
        .forEach(prefixes::add);
    job.add(
        statement(
            List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
            prefixes.stream().map(prefix -> "arn:aws:s3:::" + prefix + "/*").toList()));
    job.add(statement(List.of("s3:ListBucket"), buckets(prefixes)));
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
        Stream.of(source.reader().login().secret(), warehouse.access().login().secret())
            .filter(secret -> secret.scheme() == SecretRef.Scheme.SECRETSMANAGER)
            .map(secret -> secretArn(env, secret))
            .distinct()
            .toList();
    if (!secrets.isEmpty()) {
      job.add(statement(List.of("secretsmanager:GetSecretValue"), secrets));
    }
    if (source.cluster().isPresent()) {
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
            statement(
                List.of("s3:GetObject"),
                prefixes.stream().map(prefix -> "arn:aws:s3:::" + prefix + "/*").toList()),
            statement(List.of("s3:ListBucket", "s3:GetBucketLocation"), buckets(prefixes)));
    return "-- IAM, the role under which the jobs run:\n"
        + policy(job)
        + "\n\n-- IAM, the role "
        + warehouse.iamRole()
        + " that COPY uses, trusted by redshift.amazonaws.com:\n"
        + policy(copy)
        + "\n";
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
