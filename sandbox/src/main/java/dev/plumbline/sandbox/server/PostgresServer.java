package dev.plumbline.sandbox.server;

import dev.plumbline.sandbox.process.GuardedProcess;
import dev.plumbline.sandbox.process.GuardedProcess.StopSignal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The PostgreSQL server behind the Redshift gateway: database {@code warehouse} is the cluster,
 * database {@code iceberg} is the lake's catalog. Logins by md5 password on 127.0.0.1 only, since
 * the gateway passes authentication through.
 */
public final class PostgresServer implements AutoCloseable {
  /** The version of the server that the jar holds. */
  public static final String VERSION = "18.3.0";

  /** The PG database that stands for the Redshift cluster. */
  public static final String WAREHOUSE = "warehouse";

  /** The PG database of the lake's catalog. */
  public static final String ICEBERG = "iceberg";

  private static final String NAME = "postgres";
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration STOPPED = Duration.ofSeconds(20);

  private final GuardedProcess process;
  private final int port;
  private final WarehouseRoles roles;

  private PostgresServer(GuardedProcess process, int port, WarehouseRoles roles) {
    this.process = process;
    this.port = port;
    this.roles = roles;
  }

  /**
   * Starts the server, making its data directory, databases and roles at the first start. Returns
   * when it accepts logins to them.
   *
   * @param port the TCP port on 127.0.0.1, or 0 for a free one
   * @throws IllegalStateException when it does not come up; the message names the log file
   */
  public static PostgresServer start(Folders folders, Passwords passwords, int port) {
    WarehouseRoles roles = WarehouseRoles.of(passwords);
    Path program = PostgresDataDirectory.unpack(folders);
    Unprivileged unprivileged = Unprivileged.detect(folders.data(NAME));
    Path data = PostgresDataDirectory.prepare(folders, program, unprivileged, roles.postgres());
    int chosen = FreePort.of(port);
    GuardedProcess process =
        GuardedProcess.start(
            new GuardedProcess.Spec(
                NAME,
                unprivileged.command(command(program, data, chosen)),
                data.toString(),
                Map.of("TZ", "UTC", "LC_ALL", "C"),
                folders.run(),
                folders.logs(),
                StopSignal.INT,
                STOPPED));
    PostgresServer server = new PostgresServer(process, chosen, roles);
    Readiness.await(
        "PostgreSQL", process, READY, () -> server.connect("postgres", roles.postgres()));
    try {
      roles.create(server);
    } catch (SQLException e) {
      server.close();
      throw new IllegalStateException("Cannot make the roles and databases of the warehouse", e);
    }
    return server;
  }

  private static List<String> command(Path program, Path data, int port) {
    return List.of(
        program.resolve("bin/postgres").toString(),
        "-D",
        data.toString(),
        "-p",
        Integer.toString(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=",
        "-c",
        "max_connections=200",
        "-c",
        "shared_buffers=128MB",
        "-c",
        "password_encryption=md5",
        "-c",
        "md5_password_warnings=off",
        "-c",
        "synchronous_commit=on",
        // Commits reach the operating system, which is what a kill -9 needs; only a power cut loses
        // them.
        "-c",
        "fsync=off",
        "-c",
        "wal_level=minimal",
        "-c",
        "max_wal_senders=0",
        "-c",
        "max_wal_size=2GB",
        "-c",
        "timezone=UTC",
        "-c",
        "log_timezone=UTC");
  }

  public int port() {
    return port;
  }

  /** The server's process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether the server still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** {@code jdbc:postgresql://127.0.0.1:<port>/<database>}. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** The accounts of this server. */
  public WarehouseRoles roles() {
    return roles;
  }

  /** A new connection past the gateway. */
  public Connection connect(String database, Account account) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", account.user());
    properties.setProperty("password", account.password());
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(url(database), properties);
  }

  @Override
  public void close() {
    process.close();
  }
}
