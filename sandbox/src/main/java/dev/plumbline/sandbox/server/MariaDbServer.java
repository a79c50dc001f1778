package dev.plumbline.sandbox.server;

import dev.plumbline.sandbox.process.GuardedProcess;
import dev.plumbline.sandbox.process.GuardedProcess.StopSignal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A MariaDB server in Aurora MySQL's place: binlog in ROW format with full metadata, MySQL 8's
 * default SQL mode, UTC.
 *
 * <p>Accounts: {@link #admin()} may do all; {@link #reader()} reads everything and the binlog's
 * position; {@link #ingest()} owns the database {@code blog}.
 */
public final class MariaDbServer implements AutoCloseable {
  /** The version of the server that the jar holds. */
  public static final String VERSION = "11.4.5";

  private static final String NAME = "mariadb";
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration STOPPED = Duration.ofSeconds(30);
  private static final String MYSQL8_SQL_MODE =
      "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
          + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

  private final GuardedProcess process;
  private final int port;
  private final Account admin;
  private final Account reader;
  private final Account ingest;

  private MariaDbServer(GuardedProcess process, int port, MariaDbAccounts accounts) {
    this.process = process;
    this.port = port;
    this.admin = accounts.admin();
    this.reader = accounts.reader();
    this.ingest = accounts.ingest();
  }

  /**
   * Starts the server, making its data directory at the first start. Returns when it accepts
   * logins.
   *
   * @param port the TCP port on 127.0.0.1, or 0 for a free one
   * @throws IllegalStateException when it does not come up; the message names the log file
   */
  public static MariaDbServer start(Folders folders, Passwords passwords, int port) {
    MariaDbAccounts accounts = MariaDbAccounts.of(passwords);
    Path program = MariaDbDataDirectory.unpack(folders);
    Path data = MariaDbDataDirectory.prepare(folders, program);
    SelfSigned tls = SelfSigned.in(folders.data(NAME), passwords.of("aurora.tls"));
    Path initFile = folders.data(NAME).resolve("accounts.sql");
    PrivateFile.write(initFile, accounts.sql());
    int chosen = FreePort.of(port);
    GuardedProcess process =
        GuardedProcess.start(
            new GuardedProcess.Spec(
                NAME,
                command(
                    MariaDbDataDirectory.command(folders, program, data), initFile, tls, chosen),
                data.toString(),
                Map.of(),
                folders.run(),
                folders.logs(),
                StopSignal.TERM,
                STOPPED));
    MariaDbServer server = new MariaDbServer(process, chosen, accounts);
    Readiness.await("MariaDB", process, READY, () -> server.connect(accounts.admin()));
    return server;
  }

  private static List<String> command(
      List<String> program, Path initFile, SelfSigned tls, int port) {
    List<String> command = new ArrayList<>(program);
    command.addAll(
        List.of(
            "--bind-address=127.0.0.1",
            "--port=" + port,
            // Relative to the data directory, since a socket's path may not pass 107 bytes.
            "--socket=mariadb.sock",
            "--pid-file=mariadb.pid",
            "--init-file=" + initFile,
            // The server's own certificate would take it up to half a minute at every start.
            "--ssl-key=" + tls.key(),
            "--ssl-cert=" + tls.certificate(),
            "--skip-name-resolve",
            "--server-id=1",
            "--log-bin=binlog",
            "--binlog-format=ROW",
            "--binlog-row-image=FULL",
            "--binlog-row-metadata=FULL",
            "--binlog-expire-logs-seconds=604800",
            "--innodb-flush-log-at-trx-commit=2",
            "--innodb-buffer-pool-size=256M",
            "--max-allowed-packet=64M",
            "--max-connections=200",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_unicode_ci",
            "--default-time-zone=+00:00",
            "--sql-mode=" + MYSQL8_SQL_MODE));
    return command;
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

  /** {@code jdbc:mysql://127.0.0.1:<port>/}, without a database. */
  public String url() {
    return "jdbc:mysql://127.0.0.1:" + port + "/";
  }

  public Account admin() {
    return admin;
  }

  public Account reader() {
    return reader;
  }

  public Account ingest() {
    return ingest;
  }

  /** A new connection without a database, over plain TCP. */
  public Connection connect(Account account) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", account.user());
    properties.setProperty("password", account.password());
    properties.setProperty("sslMode", "DISABLED");
    properties.setProperty("connectTimeout", "5000");
    return DriverManager.getConnection(url(), properties);
  }

  @Override
  public void close() {
    process.close();
  }
}
