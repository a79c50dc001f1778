package dev.plumbline.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.MySqlType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.spark.TestMariaDb;
import dev.plumbline.stores.mysql.MySqlCatalog;
import dev.plumbline.stores.mysql.MySqlTable;
import dev.plumbline.stores.mysql.SchemaReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sessions and the catalog against a real server. */
class MySqlCatalogTest {
  @Test
  void aSessionIsPinnedWhateverTheServerSays() throws SQLException {
    TestMariaDb.run(
        "SET GLOBAL time_zone = '+05:00'",
        "SET GLOBAL sql_mode = 'PAD_CHAR_TO_FULL_LENGTH,ANSI_QUOTES'");
    try (Connection connection = TestMariaDb.reading().open();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT @@time_zone, @@sql_mode, @@character_set_results, @@tx_read_only,"
                    + " @@tx_isolation")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("+00:00");
      assertThat(row.getString(2)).isEqualTo("STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION");
      assertThat(row.getString(3)).isEqualTo("utf8mb4");
      assertThat(row.getInt(4)).isEqualTo(1);
      assertThat(row.getString(5)).isEqualTo("REPEATABLE-READ");
    } finally {
      TestMariaDb.run("SET GLOBAL time_zone = 'SYSTEM'", "SET GLOBAL sql_mode = ''");
    }
  }

  @Test
  void anAccountThatOnlyReadsLearnsWhatForeignKeysDo() throws SQLException {
    TestMariaDb.run(
        "CREATE DATABASE related",
        "CREATE TABLE related.parent (id int PRIMARY KEY)",
        "CREATE TABLE related.child (id int PRIMARY KEY, a int, `b``c` int,"
            + " CONSTRAINT falls FOREIGN KEY (a) REFERENCES related.parent (id)"
            + " ON DELETE CASCADE ON UPDATE SET NULL,"
            + " CONSTRAINT stays FOREIGN KEY (`b``c`) REFERENCES related.parent (id))");
    try (Connection connection = TestMariaDb.reading().open()) {
      assertThat(
              new SchemaReader("aurora", connection)
                  .read("related").tables().stream()
                      .filter(table -> table.name().table().equals("child"))
                      .findFirst()
                      .orElseThrow()
                      .foreignKeys())
          .extracting(key -> key.name() + " " + key.onDelete() + " " + key.acts())
          .containsExactly("falls CASCADE true", "stays NO ACTION false");
    }
  }

  @Test
  void aSessionCannotWrite() throws SQLException {
    TestMariaDb.run("CREATE DATABASE guarded", "CREATE TABLE guarded.t (id int)");
    TestMariaDb.reading();
    TestMariaDb.run("GRANT INSERT ON guarded.* TO reader@'%'");
    try (Connection connection = TestMariaDb.reading().open();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("INSERT INTO guarded.t VALUES (1)"))
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void aWrongPasswordIsNamedWithoutIt() {
    TestMariaDb.reading();
    assertThatThrownBy(() -> TestMariaDb.sessions("wrong-password").open())
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(
            "Cannot connect to aurora (" + TestMariaDb.url() + ") as user reader: Access denied")
        .hasMessageNotContaining("wrong-password");
  }

  @Test
  void tablesAreDescribedWithTypesKeysAndJson() throws SQLException {
    TestMariaDb.run(
        "CREATE DATABASE described",
        "CREATE TABLE described.`Odd ``Name` (`a``b` int unsigned NOT NULL, doc json,"
            + " plain longtext, u uuid, PRIMARY KEY (`a``b`))");
    TableName name = new TableName("described", "Odd `Name");
    try (Connection connection = TestMariaDb.reading().open()) {
      Map<TableName, MySqlTable> found =
          new MySqlCatalog("aurora", connection)
              .describe(List.of(name, new TableName("described", "nope")));
      assertThat(found).containsOnlyKeys(name);
      MySqlTable table = found.get(name);
      assertThat(table.indexed()).containsExactly("a`b");
      assertThat(table.column("a`b").orElseThrow().type().orElseThrow().type())
          .isEqualTo(MySqlType.INT_UNSIGNED);
      assertThat(table.column("a`b").orElseThrow().nullable()).isFalse();
      assertThat(table.column("doc").orElseThrow().type().orElseThrow().type())
          .isEqualTo(MySqlType.JSON);
      assertThat(table.column("plain").orElseThrow().type().orElseThrow().type())
          .isEqualTo(MySqlType.LONGTEXT);
      assertThat(table.column("u").orElseThrow().type()).isEmpty();
    }
  }
}
