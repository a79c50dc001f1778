package dev.plumbline.core.config;

import dev.plumbline.core.config.EnvConfig.AlertConfig;
import dev.plumbline.core.config.EnvConfig.Catalog;
import dev.plumbline.core.config.EnvConfig.LakeConfig;
import dev.plumbline.core.config.EnvConfig.S3Config;
import dev.plumbline.core.config.EnvConfig.SparkConfig;
import dev.plumbline.core.table.TableName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a file of {@code conf/env}. */
final class EnvReader {
  private EnvReader() {}

  static EnvConfig read(Section root, String name) {
    EnvConfig config =
        new EnvConfig(
            name,
            endpoints(root.section("endpoints")),
            lake(root.section("lake")),
            s3(root.section("s3")),
            root.text("state"),
            root.text("reports", ".plumbline/reports"),
            spark(root.section("spark")),
            alerts(root.section("alerts")));
    root.done();
    return config;
  }

  private static Map<String, Endpoint> endpoints(Section all) {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    for (String name : all.keys()) {
      Section section = all.section(name);
      String type = section.text("type");
      switch (type) {
        case "mysql" -> endpoints.put(name, mySql(section, name));
        case "redshift" -> endpoints.put(name, redshift(section, name));
        case "postgres" -> endpoints.put(name, postgres(section, name));
        case "files" -> endpoints.put(name, files(section, name));
        case "rest" -> endpoints.put(name, rest(section, name));
        case "" -> {}
        default ->
            section.problem(
                "type",
                "key '"
                    + section.qualified("type")
                    + "' is '"
                    + type
                    + "' and must be one of mysql, redshift, postgres, files, rest");
      }
      if (endpoints.containsKey(name)) {
        section.done();
      }
    }
    return endpoints;
  }

  private static Endpoint mySql(Section section, String name) {
    String url = jdbcUrl(section, "jdbc:mysql:");
    Map<String, String> properties = section.map("properties");
    Optional<Endpoint.JdbcAccess> writer =
        section.has("writer")
            ? Optional.of(
                new Endpoint.JdbcAccess(url, login(section.section("writer")), properties))
            : Optional.empty();
    return new Endpoint.MySql(
        name,
        new Endpoint.JdbcAccess(url, login(section.section("reader")), properties),
        writer,
        section.optional("cluster"),
        section.has("heartbeat")
            ? heartbeat(section.section("heartbeat"), url, properties)
            : Optional.empty());
  }

  private static Optional<Endpoint.Heartbeat> heartbeat(
      Section section, String url, Map<String, String> properties) {
    Optional<TableName> table =
        section.parsed("table", EnvReader::tableName, "a table, such as ops.plumbline_heartbeat");
    if (table.isEmpty()) {
      section.problem("table", "key '" + section.qualified("table") + "' is missing");
    }
    Endpoint.Login login = login(section);
    return table.map(
        name -> new Endpoint.Heartbeat(name, new Endpoint.JdbcAccess(url, login, properties)));
  }

  private static TableName tableName(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
      throw new IllegalArgumentException(text);
    }
    return new TableName(parts[0].strip(), parts[1].strip());
  }

  private static Endpoint redshift(Section section, String name) {
    String url = jdbcUrl(section, "jdbc:redshift:");
    Map<String, String> properties = section.map("properties");
    Optional<Endpoint.JdbcAccess> operator =
        section.has("operator")
            ? Optional.of(
                new Endpoint.JdbcAccess(url, login(section.section("operator")), properties))
            : Optional.empty();
    return new Endpoint.Redshift(
        name,
        new Endpoint.JdbcAccess(url, login(section.section("login")), properties),
        section.text("iamRole", "default"),
        section.optional("integrationDatabase"),
        operator);
  }

  private static Endpoint postgres(Section section, String name) {
    String url = jdbcUrl(section, "jdbc:postgresql:");
    return new Endpoint.Postgres(
        name,
        new Endpoint.JdbcAccess(url, login(section.section("login")), section.map("properties")));
  }

  private static Endpoint files(Section section, String name) {
    String url = section.text("url");
    if (!url.isEmpty() && !url.matches("s3://[^/]+.*")) {
      section.problem(
          "url",
          "key '"
              + section.qualified("url")
              + "' is '"
              + url
              + "' and must be a bucket or a folder in one, such as s3://bucket/drops");
    }
    return new Endpoint.Files(name, url.replaceFirst("/+$", ""));
  }

  private static Endpoint rest(Section section, String name) {
    String url = section.text("url");
    Section retry = section.section("retry");
    Endpoint.RetrySpec spec =
        new Endpoint.RetrySpec(
            retry.integer("attempts", 6, 1, 100),
            retry.integer("timeoutSeconds", 30, 1, 3600),
            retry.integer("backoffMillis", 500, 0, 600_000));
    retry.done();
    return new Endpoint.Rest(
        name, url.endsWith("/") ? url.substring(0, url.length() - 1) : url, spec);
  }

  private static String jdbcUrl(Section section, String prefix) {
    String url = section.text("url");
    if (!url.isEmpty() && !url.startsWith(prefix)) {
      section.problem(
          "url", "key '" + section.qualified("url") + "' must start with " + prefix + "//");
    }
    if (url.matches("(?i).*([?&;](user|password|pwd)=|//[^/]*@).*")) {
      section.problem(
          "url",
          "key '"
              + section.qualified("url")
              + "' holds credentials; give the user as a key and name the secret with 'secret:'");
    }
    return url;
  }

  private static Endpoint.Login login(Section section) {
    String user = section.text("user");
    SecretRef secret = secret(section);
    section.done();
    return new Endpoint.Login(user, secret);
  }

  private static SecretRef secret(Section section) {
    String text = section.text("secret");
    try {
      return text.isEmpty() ? new SecretRef(SecretRef.Scheme.ENV, "") : SecretRef.parse(text);
    } catch (IllegalArgumentException e) {
      section.problem("secret", "key '" + section.qualified("secret") + "': " + e.getMessage());
      return new SecretRef(SecretRef.Scheme.ENV, "");
    }
  }

  private static LakeConfig lake(Section section) {
    String warehouse = section.text("warehouse");
    Section catalog = section.section("catalog");
    String type = catalog.text("type");
    Catalog chosen =
        switch (type) {
          case "jdbc" ->
              new Catalog.Jdbc(jdbcUrl(catalog, "jdbc:"), login(catalog.section("login")));
          case "glue" -> new Catalog.Glue(catalog.optional("catalogId"));
          default -> {
            if (!type.isEmpty()) {
              catalog.problem(
                  "type",
                  "key '"
                      + catalog.qualified("type")
                      + "' is '"
                      + type
                      + "' and must be one of jdbc, glue");
            }
            yield new Catalog.Glue(Optional.empty());
          }
        };
    catalog.done();
    section.done();
    return new LakeConfig(warehouse, chosen);
  }

  private static S3Config s3(Section section) {
    S3Config config =
        new S3Config(
            section.text("region", "us-east-1"),
            section.optional("endpoint"),
            section.has("keys") ? Optional.of(login(section.section("keys"))) : Optional.empty());
    section.done();
    return config;
  }

  private static SparkConfig spark(Section section) {
    SparkConfig config = new SparkConfig(section.text("master", ""), section.map("conf"));
    section.done();
    return config;
  }

  private static AlertConfig alerts(Section section) {
    Optional<SecretRef> webhook =
        section.parsed("webhook", SecretRef::parse, "the name of a secret that holds the address");
    AlertConfig config =
        new AlertConfig(
            section.optional("file"),
            webhook,
            section.optional("snsTopic"),
            section.optional("cloudWatchNamespace"));
    section.done();
    return config;
  }
}
