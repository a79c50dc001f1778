package dev.plumbline.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MariaDbServerTest {
  @TempDir Path state;

  /** Commits a row, then waits to be killed. */
  public static final class Holder {
    public static void main(String[] arguments) throws Exception {
      MariaDbServer server = start(Path.of(arguments[0]));
      try (Connection connection = server.connect(server.admin())) {
        execute(connection, "create database kept", "create table kept.t (id int primary key)");
        execute(connection, "insert into kept.t values (1), (2)");
      }
      System.out.println(server.pid());
      System.in.read();
      server.close();
    }
  }

  private static MariaDbServer start(Path state) {
    Folders folders = TestFolders.in(state);
    return MariaDbServer.start(folders, Passwords.in(state.resolve("passwords.properties")), 0);
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
  void servesAsAuroraDoesAndKeepsItsDataOverARestart() throws SQLException {
    try (MariaDbServer server = start(state)) {
      try (Connection admin = server.connect(server.admin())) {
        assertThat(text(admin, "select @@version")).startsWith(MariaDbServer.VERSION);
        assertThat(text(admin, "select @@global.time_zone")).isEqualTo("+00:00");
        assertThat(text(admin, "select @@global.binlog_row_metadata")).isEqualTo("FULL");
        assertThat(text(admin, "select @@global.sql_mode")).contains("ONLY_FULL_GROUP_BY");
        assertThat(text(admin, "select @@global.max_allowed_packet")).isEqualTo("67108864");
      }
      try (Connection ingest = server.connect(server.ingest())) {
        execute(ingest, "create database blog", "create table blog.t (v varchar(9) primary key)");
        execute(ingest, "insert into blog.t values ('größe 🎈')");
        assertThatThrownBy(() -> execute(ingest, "create database other"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("Access denied");
      }
    }

    try (MariaDbServer server = start(state);
        Connection reader = server.connect(server.reader())) {
      assertThat(text(reader, "select v from blog.t")).isEqualTo("größe 🎈");
      assertThat(text(reader, "show master status")).startsWith("binlog.");
      assertThatThrownBy(() -> execute(reader, "delete from blog.t"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("denied");
    }
    assertThat(Files.exists(state.resolve("run/mariadb.pid"))).isFalse();
  }

  @Test
  void startsCleanAfterTheJvmWasKilled() throws Exception {
    long old;
    try (Killable holder = Killable.start(Holder.class, state.toString())) {
      old = Long.parseLong(holder.firstLine());
      holder.kill();
    }

    try (MariaDbServer server = start(state);
        Connection reader = server.connect(server.reader())) {
      assertThat(ProcessHandle.of(old)).isEmpty();
      assertThat(text(reader, "select count(*) from kept.t")).isEqualTo("2");
    }
  }

  @Test
  void speaksTlsToThoseWhoAskForIt() throws SQLException {
    try (MariaDbServer server = start(state);
        Connection connection =
            DriverManager.getConnection(
                server.url() + "?sslMode=REQUIRED",
                server.reader().user(),
                server.reader().password())) {
      assertThat(text(connection, "select @@have_ssl")).isEqualTo("YES");
    }
  }

  @Test
  void makesAHalfMadeDataDirectoryAnew() throws Exception {
    Path half = Files.createDirectories(state.resolve("mariadb/data.new/mysql"));
    Files.writeString(half.resolve("db.frm"), "half");

    try (MariaDbServer server = start(state);
        Connection admin = server.connect(server.admin())) {
      assertThat(text(admin, "select count(*) from mysql.global_priv where user = 'root'"))
          .isEqualTo("0");
    }
    assertThat(state.resolve("mariadb/data.new")).doesNotExist();
  }
}
