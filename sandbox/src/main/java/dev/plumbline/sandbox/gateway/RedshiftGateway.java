package dev.plumbline.sandbox.gateway;

import dev.plumbline.sandbox.gateway.catalog.Administrator;
import dev.plumbline.sandbox.gateway.copy.ObjectStore;
import dev.plumbline.sandbox.gateway.copy.TemporaryFolder;
import dev.plumbline.sandbox.gateway.session.Sessions;
import dev.plumbline.sandbox.gateway.wire.TlsMaterial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stand-in for Amazon Redshift: speaks the PostgreSQL protocol over TLS as Redshift does, so that
 * Amazon's own driver connects with a production URL, and runs what it is asked on a PostgreSQL
 * server. What it does not emulate it refuses.
 */
public final class RedshiftGateway implements AutoCloseable {
  private static final Logger LOG = System.getLogger(RedshiftGateway.class.getName());
  private static final int BACKLOG = 100;

  private final ServerSocket listener;
  private final TlsMaterial tls;
  private final Administrator administrator;
  private final ObjectStore store;
  private final Sessions sessions;
  private final ExecutorService threads;

  private RedshiftGateway(
      ServerSocket listener,
      TlsMaterial tls,
      Administrator administrator,
      ObjectStore store,
      Sessions sessions) {
    this.listener = listener;
    this.tls = tls;
    this.administrator = administrator;
    this.store = store;
    this.sessions = sessions;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "gateway-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Prepares the database and listens on 127.0.0.1; ready when it returns.
   *
   * @throws IllegalStateException when the database cannot be prepared
   */
  public static RedshiftGateway start(GatewayConfig config) {
    GatewayConfig.Postgres postgres = config.postgres();
    Administrator administrator =
        new Administrator(postgres.url(), postgres.user(), postgres.password());
    try {
      administrator.bootstrap();
      Path temporary = config.stateDir().resolve("tmp");
      TemporaryFolder.delete(temporary);
      Files.createDirectories(temporary);
      TlsMaterial tls = TlsMaterial.in(config.stateDir().resolve("tls"));
      GatewayConfig.S3 s3 = config.s3();
      ObjectStore store =
          new ObjectStore(s3.endpoint(), s3.region(), s3.accessKey(), s3.secretKey());
      Sessions sessions =
          new Sessions(
              new Sessions.Server(postgres.host(), postgres.port(), postgres.database()),
              tls.context(),
              administrator,
              store,
              config.iamRole(),
              temporary,
              config.shapesFile(),
              Clock.systemUTC());
      ServerSocket listener =
          new ServerSocket(config.port(), BACKLOG, InetAddress.getLoopbackAddress());
      RedshiftGateway gateway = new RedshiftGateway(listener, tls, administrator, store, sessions);
      gateway.threads.execute(gateway::accept);
      return gateway;
    } catch (SQLException e) {
      administrator.close();
      throw new IllegalStateException("Cannot prepare the warehouse: " + e.getMessage(), e);
    } catch (IOException e) {
      administrator.close();
      throw new UncheckedIOException("Cannot start the Redshift gateway", e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The certificate authority that a client names as {@code sslrootcert}. */
  public Path caFile() {
    return tls.caFile();
  }

  /**
   * The JDBC URL of a Redshift database, as a production one with a certificate that is checked.
   */
  public String url(String database) {
    return "jdbc:redshift://127.0.0.1:"
        + port()
        + "/"
        + database
        + "?ssl=true&sslmode=verify-ca&sslrootcert="
        + caFile().toAbsolutePath();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        serveBeside(listener.accept());
      } catch (IOException e) {
        if (!listener.isClosed()) {
          LOG.log(Level.WARNING, "Cannot accept a client", e);
        }
      }
    }
  }

  private void serveBeside(Socket socket) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      threads.execute(() -> serve(socket));
    } catch (RejectedExecutionException e) {
      // It came while the gateway was closed; it would wait for an answer forever.
      socket.close();
    }
  }

  private void serve(Socket socket) {
    try {
      sessions.serve(socket);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A client's connection ended", e);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "A session failed", e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "The listener was closed already", e);
    }
    sessions.close();
    threads.shutdownNow();
    store.close();
    administrator.close();
  }
}
