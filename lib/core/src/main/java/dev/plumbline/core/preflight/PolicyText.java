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
import java.util.stream.Stream;

/** The least that roles need on AWS, as policies to be looked over by an administrator. */
final class PolicyText {
  private static final String S3 = "s3://";

  private final EnvConfig env;
  private final GrantText.Use use;
  private final String region;

  private PolicyText(EnvConfig env, GrantText.Use use) {
    this.env = env;
    this.use = use;
    this.region = env.s3().region();
  }

  static String of(EnvConfig env, GrantText.Use use) {
    PolicyText text = new PolicyText(env, use);
    List<String> parts = new ArrayList<>();
    parts.add("-- IAM, the role under which the jobs run:\n" + policy(text.jobs()));
    List<String> operator =
        text.secrets(use.warehouse().operator().stream().map(access -> access.login().secret()));
    if (!operator.isEmpty()) {
      parts.add(
          "-- IAM, the role under which resync runs, beside that of the jobs:\n"
              + policy(List.of(allow(List.of("secretsmanager:GetSecretValue"), operator))));
    }
    parts.add(
        "-- IAM, the role "
            + use.warehouse().iamRole()
            + " that COPY uses, trusted by redshift.amazonaws.com:\n"
            + policy(text.copy()));
    if (use.source().isPresent() && use.warehouse().integrationDatabase().isPresent()) {
      parts.add(
          "-- Resource policy of the warehouse's namespace, without which no integration is made"
              + " into it, with the source's ACCOUNT and CLUSTER:\n"
              + policy(text.namespace()));
    }
    return String.join("\n\n", parts) + "\n";
  }

  private List<Map<String, Object>> jobs() {
    List<Map<String, Object>> job = new ArrayList<>();
    List<String> prefixes = prefixes();
    job.add(allow(List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject"), objects(prefixes)));
    job.add(allow(List.of("s3:ListBucket"), buckets(prefixes)));
    List<String> read = withoutScheme(use.folders().stream());
    if (!read.isEmpty()) {
      job.add(allow(List.of("s3:GetObject"), objects(read)));
      job.add(allow(List.of("s3:ListBucket"), buckets(read)));
    }
    if (env.lake().catalog() instanceof EnvConfig.Catalog.Glue) {
      job.add(glue());
    }
    signIn(job);
    if (use.source().flatMap(Endpoint.MySql::cluster).isPresent()) {
      job.add(
          allow(
              List.of(
                  "rds:DescribeDBClusters",
                  "rds:DescribeDBClusterParameters",
                  "rds:DescribeIntegrations"),
              List.of("*")));
    }
    env.alerts()
        .snsTopic()
        .ifPresent(topic -> job.add(allow(List.of("sns:Publish"), List.of(topic))));
    env.alerts()
        .cloudWatchNamespace()
        .ifPresent(
            namespace ->
                job.add(
                    onlyIf(
                        allow(List.of("cloudwatch:PutMetricData"), List.of("*")),
                        "cloudwatch:namespace",
                        namespace)));
    return job;
  }

  private Map<String, Object> glue() {
    return allow(
        List.of(
            "glue:GetDatabase",
            "glue:GetDatabases",
            "glue:CreateDatabase",
            "glue:GetTable",
            "glue:GetTables",
            "glue:CreateTable",
            "glue:UpdateTable",
            "glue:DeleteTable"),
        List.of(arn("glue", "catalog"), arn("glue", "database/*"), arn("glue", "table/*/*")));
  }

  /** Secrets, and the right to a token where an endpoint has no password. */
  private void signIn(List<Map<String, Object>> job) {
    List<Endpoint.Login> servers =
        Stream.concat(
                use.source().stream().map(Endpoint.MySql::reader),
                use.relations().keySet().stream()
                    .map(name -> env.endpoint(name, Endpoint.Postgres.class).access()))
            .map(Endpoint.JdbcAccess::login)
            .toList();
    Endpoint.Login warehouse = use.warehouse().access().login();
    List<String> secrets =
        secrets(
            Stream.concat(
                Stream.concat(servers.stream(), Stream.of(warehouse)).map(Endpoint.Login::secret),
                env.alerts().webhook().stream()));
    if (!secrets.isEmpty()) {
      job.add(allow(List.of("secretsmanager:GetSecretValue"), secrets));
    }
    List<String> users =
        servers.stream()
            .filter(GrantText::byToken)
            .map(login -> arn("rds-db", "dbuser:*/" + login.user()))
            .distinct()
            .toList();
    if (!users.isEmpty()) {
      job.add(allow(List.of("rds-db:connect"), users));
    }
    if (GrantText.byToken(warehouse)) {
      job.add(
          allow(
              List.of("redshift:GetClusterCredentials", "redshift-serverless:GetCredentials"),
              List.of(
                  arn("redshift", "dbuser:*/" + warehouse.user()),
                  arn("redshift", "dbname:*/" + use.database()),
                  arn("redshift-serverless", "workgroup/*"))));
    }
  }

  private List<Map<String, Object>> copy() {
    return List.of(
        allow(List.of("s3:GetObject"), objects(prefixes())),
        allow(List.of("s3:ListBucket", "s3:GetBucketLocation"), buckets(prefixes())));
  }

  /** As "Getting started with Aurora zero-ETL integrations" demands it. */
  private List<Map<String, Object>> namespace() {
    String cluster = use.source().flatMap(Endpoint.MySql::cluster).orElse("CLUSTER");
    return List.of(
        onlyIf(
            allowed(
                Map.of("Service", "redshift.amazonaws.com"),
                "redshift:AuthorizeInboundIntegration"),
            "aws:SourceArn",
            "arn:aws:rds:" + region + ":ACCOUNT:cluster:" + cluster),
        allowed(Map.of("AWS", "arn:aws:iam::ACCOUNT:root"), "redshift:CreateInboundIntegration"));
  }

  private List<String> prefixes() {
    return withoutScheme(Stream.of(env.lake().warehouse(), env.state(), env.reports()));
  }

  private static List<String> withoutScheme(Stream<String> places) {
    return places
        .filter(place -> place.startsWith(S3))
        .map(place -> place.substring(S3.length()))
        .distinct()
        .sorted()
        .toList();
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

  private List<String> secrets(Stream<SecretRef> secrets) {
    return secrets
        .filter(secret -> secret.scheme() == SecretRef.Scheme.SECRETSMANAGER)
        .map(this::secretArn)
        .distinct()
        .toList();
  }

  /** Secrets Manager appends a hyphen and six characters to a secret's name. */
  private String secretArn(SecretRef secret) {
    String name = secret.name().replaceFirst("#.*", "");
    return name.startsWith("arn:") ? name : arn("secretsmanager", "secret:" + name + "-??????");
  }

  private String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region + ":*:" + resource;
  }

  private static Map<String, Object> allow(List<String> actions, List<String> resources) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Action", actions);
    statement.put("Resource", resources);
    return statement;
  }

  /** A statement of a policy that lies at the resource itself. */
  private static Map<String, Object> allowed(Map<String, String> principal, String action) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Principal", principal);
    statement.put("Action", List.of(action));
    return statement;
  }

  private static Map<String, Object> onlyIf(
      Map<String, Object> statement, String key, String value) {
    statement.put("Condition", Map.of("StringEquals", Map.of(key, value)));
    return statement;
  }

  private static String policy(List<Map<String, Object>> statements) {
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", "2012-10-17");
    policy.put("Statement", statements);
    return Json.write(policy);
  }
}
