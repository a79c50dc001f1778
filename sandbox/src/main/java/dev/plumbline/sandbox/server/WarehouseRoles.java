package dev.plumbline.sandbox.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Who may log in to the warehouse, and the roles that the gateway and the replicator grant to.
 * {@code rs_superuser} marks Redshift's superusers, {@code rs_monitor} may read the views that are
 * for superusers, and every client is a member of {@code rs_everyone}.
 *
 * @param postgres PostgreSQL's own superuser, for the gateway, the replicator and tests
 * @param admin Redshift's superuser
 * @param etl the account of the jobs
 * @param reader the account of dashboards
 * @param iceberg owns the catalog's database
 */
public record WarehouseRoles(
    Account postgres, Account admin, Account etl, Account reader, Account iceberg) {

  static WarehouseRoles of(Passwords passwords) {
    return new WarehouseRoles(
        new Account("postgres", passwords.of("postgres.postgres")),
        new Account("admin", passwords.of("redshift.admin")),
        new Account("etl", passwords.of("redshift.etl")),
        new Account("reader", passwords.of("redshift.reader")),
        new Account("iceberg", passwords.of("catalog.iceberg")));
  }

  /** Makes roles and databases; what exists already stays, with its password set again. */
  void create(PostgresServer server) throws SQLException {
    try (Connection connection = server.connect("postgres", postgres)) {
      for (String group : List.of("rs_superuser", "rs_monitor", "rs_everyone")) {
        createRole(connection, group, "nologin");
      }
      for (Account account : List.of(admin, etl, reader, iceberg)) {
        createRole(connection, account.user(), "login");
        execute(
            connection,
            "alter role %s password '%s'".formatted(account.user(), account.password()));
      }
      createDatabase(connection, PostgresServer.WAREHOUSE, postgres);
      createDatabase(connection, PostgresServer.ICEBERG, iceberg);
      execute(
          connection,
          "alter role admin createrole",
          "grant rs_superuser, rs_monitor, rs_everyone, etl, reader to admin",
          "grant rs_monitor, rs_everyone to etl",
          "grant rs_everyone to reader",
          "grant pg_monitor, pg_signal_backend to rs_superuser",
          "revoke all on database warehouse from public",
          "grant connect, temporary on database warehouse to rs_everyone",
          "grant create on database warehouse to etl, rs_superuser",
          "revoke all on database iceberg, postgres from public");
    }
    try (Connection connection = server.connect(PostgresServer.WAREHOUSE, postgres)) {
      execute(connection, "grant usage, create on schema public to rs_everyone");
    }
  }

  private static void createRole(Connection connection, String role, String option)
      throws SQLException {
    if (!exists(connection, "select 1 from pg_roles where rolname = ?", role)) {
      execute(connection, "create role " + role + " " + option);
    }
  }

  private static void createDatabase(Connection connection, String database, Account owner)
      throws SQLException {
    if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
      execute(connection, "create database " + database + " owner " + owner.user());
    }
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
