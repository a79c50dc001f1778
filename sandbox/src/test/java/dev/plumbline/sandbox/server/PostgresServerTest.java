package dev.plumbline.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  @TempDir Path state;

  /** Commits a row, then waits to be killed. */
  public static final class Holder {
    public static void main(String[] arguments) throws Exception {
      PostgresServer server = start(Path.of(arguments[0]));
      try (Connection connection = server.connect("warehouse", server.roles().etl())) {
        execute(connection, "create schema kept", "create table kept.t as select 1 as id");
      }
      System.out.println(server.pid());
      System.in.read();
      server.close();
    }
  }

  private static PostgresServer start(Path state) {
    Folders folders = TestFolders.in(state);
    return PostgresServer.start(folders, Passwords.in(state.resolve("passwords.properties")), 0);
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  @Test
  void servesTheWarehouseAndTheCatalogAndKeepsDataOverARestart() throws SQLException {
    try (PostgresServer server = start(state)) {
      WarehouseRoles roles = server.roles();
      try (Connection etl = server.connect("warehouse", roles.etl())) {
        assertThat(text(etl, "show synchronous_commit")).isEqualTo("on");
        assertThat(text(etl, "show log_timezone")).isEqualTo("UTC");
        assertThat(text(etl, "select upper('é')")).isEqualTo("É");
        execute(etl, "create schema gold", "create table gold.t as select 'größe 🎈' as v");
        assertThat(
                text(
                    etl,
                    "select string_agg(v, '' order by v) from (values ('b'), ('B'), ('a')) t (v)"))
            .isEqualTo("Bab");
      }
      try (Connection reader = server.connect("warehouse", roles.reader())) {
        assertThatThrownBy(() -> execute(reader, "create schema mine"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("permission denied");
      }
      try (Connection catalog = server.connect("iceberg", roles.iceberg())) {
        execute(catalog, "create table public.c (id int)");
      }
      assertThatThrownBy(() -> server.connect("iceberg", roles.reader()))
          .isInstanceOf(SQLException.class);
    }

    try (PostgresServer server = start(state);
        Connection etl = server.connect("warehouse", server.roles().etl())) {
      assertThat(text(etl, "select v from gold.t")).isEqualTo("größe 🎈");
    }
  }

  @Test
  void storesPasswordsAsMd5ForTheGatewayToPassThrough() throws SQLException {
    try (PostgresServer server = start(state);
        Connection postgres = server.connect("warehouse", server.roles().postgres())) {
      assertThat(text(postgres, "select count(*) from pg_authid where rolpassword like 'md5%'"))
          .isEqualTo("5");
      assertThat(text(postgres, "select string_agg(rolname, ',') from pg_roles where rolsuper"))
          .isEqualTo("postgres");
    }
  }

  @Test
  void startsCleanAfterTheJvmWasKilled() throws Exception {
    long old;
    try (Killable holder = Killable.start(Holder.class, state.toString())) {
      old = Long.parseLong(holder.firstLine());
      holder.kill();
    }

    try (PostgresServer server = start(state);
        Connection etl = server.connect("warehouse", server.roles().etl())) {
      assertThat(ProcessHandle.of(old)).isEmpty();
      assertThat(text(etl, "select count(*) from kept.t")).isEqualTo("1");
    }
  }
}
