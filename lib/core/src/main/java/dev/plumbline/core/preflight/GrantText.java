package dev.plumbline.core.preflight;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The least that the accounts of an environment need, as statements to be looked over and run by an
 * administrator. Holds no password, only where it is kept.
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
    parts.add(redshift(use));
    parts.add(PolicyText.of(env, use));
    return String.join("\n", parts);
  }

  private static String postgres(Endpoint.Postgres endpoint, List<TableName> tables) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "-- PostgreSQL, endpoint '" + endpoint.name() + "': the account of all jobs. It reads.");
    String account = quote(endpoint.access().login().user());
    Endpoint.Login login = endpoint.access().login();
    lines.add(
        "CREATE ROLE "
            + account
            + " LOGIN"
            + (byToken(login) ? "" : " PASSWORD " + kept(login))
            + ";");
    if (byToken(login)) {
      lines.add("GRANT rds_iam TO " + account + ";");
    }
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
        "CREATE USER IF NOT EXISTS "
            + account
            + (byToken(source.reader().login())
                ? " IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'"
                : " IDENTIFIED BY RANDOM PASSWORD")
            + " REQUIRE SSL;");
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
    if (source.cluster().isPresent() || source.reader().url().contains(".rds.amazonaws.com")) {
      lines.add("-- How long the binary log is kept.");
      lines.add("GRANT SELECT ON `mysql`.`rds_configuration` TO " + account + ";");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String redshift(Use use) {
    Endpoint.Redshift warehouse = use.warehouse();
    String user = quote(warehouse.access().login().user());
    List<String> lines = new ArrayList<>();
    lines.add("-- Redshift, endpoint '" + warehouse.name() + "': the account of all jobs.");
    lines.add(created(warehouse.access().login()));
    lines.add("-- Schemas of our copies: fallback_*, serving_*, silver, gold and plumbline.");
    lines.add("GRANT CREATE, TEMPORARY ON DATABASE " + quote(use.database()) + " TO " + user + ";");
    warehouse
        .integrationDatabase()
        .ifPresent(
            replica -> {
              lines.add("-- The replica, to be compared; run this in its database.");
              replica(replica, use.schemas(), warehouse.access().login().user())
                  .forEach(sql -> lines.add(sql + ";"));
              warehouse.operator().ifPresent(access -> lines.addAll(operator(replica, access)));
            });
    lines.add("-- State and lag of the integration, which only superusers see otherwise.");
    lines.add("GRANT ROLE sys:monitor TO " + user + ";");
    if (!warehouse.iamRole().equals("default")) {
      lines.add("-- Lets the account load from S3 with that role and no other.");
      lines.add("GRANT ASSUMEROLE ON '" + warehouse.iamRole() + "' TO " + user + " FOR COPY;");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String created(Endpoint.Login login) {
    return "CREATE USER "
        + quote(login.user())
        + " PASSWORD "
        + (byToken(login) ? "DISABLE" : kept(login))
        + ";";
  }

  /** No valid SQL, so that it cannot be run before the password is put in. */
  private static String kept(Endpoint.Login login) {
    return "<the one kept in " + login.secret() + ">";
  }

  /**
   * Statements that let an account read the replica of some databases, to be run in the
   * integration's. The right to tables is a scoped one (GRANT in the Redshift guide), so that it
   * holds for tables that come later or are made anew by a resync.
   */
  static List<String> replica(String database, Collection<String> schemas, String user) {
    List<String> statements = new ArrayList<>();
    statements.add("GRANT USAGE ON DATABASE " + quote(database) + " TO " + quote(user));
    for (String schema : new TreeSet<>(schemas)) {
      statements.add("GRANT USAGE ON SCHEMA " + quote(schema) + " TO " + quote(user));
      statements.add("GRANT SELECT FOR TABLES IN SCHEMA " + quote(schema) + " TO " + quote(user));
    }
    return statements;
  }

  private static List<String> operator(String database, Endpoint.JdbcAccess access) {
    return List.of(
        "-- The account that orders a resync, and does nothing else.",
        created(access.login()),
        "GRANT ALTER ON DATABASE " + quote(database) + " TO " + quote(access.login().user()) + ";");
  }

  /** Whether an account signs in with a token of IAM instead of a password. */
  static boolean byToken(Endpoint.Login login) {
    return login.secret().scheme() == SecretRef.Scheme.IAM;
  }

  private static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
