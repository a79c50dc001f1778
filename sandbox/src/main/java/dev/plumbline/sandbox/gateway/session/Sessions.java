package dev.plumbline.sandbox.gateway.session;

import dev.plumbline.sandbox.gateway.catalog.Administrator;
import dev.plumbline.sandbox.gateway.copy.Environment;
import dev.plumbline.sandbox.gateway.copy.LoadJournal;
import dev.plumbline.sandbox.gateway.copy.Loader;
import dev.plumbline.sandbox.gateway.copy.ObjectStore;
import dev.plumbline.sandbox.gateway.copy.Unloader;
import dev.plumbline.sandbox.gateway.translate.SessionContext;
import dev.plumbline.sandbox.gateway.translate.Translator;
import dev.plumbline.sandbox.gateway.wire.Backend;
import dev.plumbline.sandbox.gateway.wire.Channel;
import dev.plumbline.sandbox.gateway.wire.Message;
import dev.plumbline.sandbox.gateway.wire.ServerError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Serves clients, each on the thread that calls {@link #serve}, and lets one cancel another. */
public final class Sessions implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Sessions.class.getName());

  /**
   * Where the server is.
   *
   * @param database that stands for the whole warehouse
   */
  public record Server(String host, int port, String database) {}

  private final Server server;
  private final SSLContext tls;
  private final Administrator administrator;
  private final ObjectStore store;
  private final String iamRole;
  private final Path temporary;
  private final Clock clock;
  private final ShapeLog shapes;
  private final QueryLog queryLog;
  private final Map<Integer, Environment> running = new ConcurrentHashMap<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public Sessions(
      Server server,
      SSLContext tls,
      Administrator administrator,
      ObjectStore store,
      String iamRole,
      Path temporary,
      Path shapesFile,
      Clock clock) {
    this.server = server;
    this.tls = tls;
    this.administrator = administrator;
    this.store = store;
    this.iamRole = iamRole;
    this.temporary = temporary;
    this.clock = clock;
    this.shapes = new ShapeLog(shapesFile);
    this.queryLog = new QueryLog(administrator, clock);
  }

  /** Serves one client until it leaves. */
  public void serve(Socket socket) throws IOException {
    sockets.add(socket);
    try (socket) {
      if (closed) {
        return;
      }
      Startup startup = Startup.read(socket, tls);
      if (startup instanceof Startup.Cancel cancel) {
        cancel(cancel);
      } else if (startup instanceof Startup.Login login) {
        serve(login);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      sockets.remove(socket);
    }
  }

  private void cancel(Startup.Cancel cancel) throws IOException {
    try (Socket socket = new Socket(server.host(), server.port());
        Channel channel = new Channel(socket)) {
      channel.write(Startup.cancelMessage(cancel));
      channel.flush();
      int ignored = socket.getInputStream().read();
      assert ignored < 0;
    }
    Environment environment = running.get(cancel.pid());
    if (environment != null) {
      environment.cancel();
    }
  }

  private void serve(Startup.Login login) throws IOException {
    String database = login.database();
    if (!database.equals(SessionContext.LOCAL_DATABASE)
        && !administrator.integrations().containsKey(database)) {
      ServerError error =
          ServerError.fatal("3D000", "database \"" + database + "\" does not exist");
      login.client().write(error.message('E'));
      login.client().flush();
      return;
    }
    Optional<Backend> backend =
        BackendLogin.open(login, server.host(), server.port(), server.database());
    if (backend.isPresent()) {
      try (Backend opened = backend.get()) {
        serve(login, opened);
      }
    }
  }

  private void serve(Startup.Login login, Backend backend) throws IOException {
    SessionState state = new SessionState(administrator, login.database(), login.user());
    Translator translator = new Translator(state);
    Environment environment = new Environment(iamRole, temporary);
    Channel client = login.client();
    Loader loader =
        new Loader(
            backend,
            store,
            environment,
            new LoadJournal(administrator, clock, state.user(), state.database()),
            translator::loadTarget,
            (queryId, table, rows) -> loaded(client, state, queryId, table, rows));
    Unloader unloader =
        new Unloader(
            backend, store, environment, translator::query, rows -> unloaded(client, rows));
    Session session =
        new Session(
            client,
            backend,
            new Planner(state, translator, backend, shapes::add),
            new LocalRunner(backend, loader, unloader),
            new ErrorMapper(administrator),
            queryLog.writer(state, backend.pid()));
    running.put(backend.pid(), environment);
    try {
      session.serve();
    } finally {
      running.remove(backend.pid());
    }
  }

  private static void loaded(
      Channel client, SessionState state, long queryId, String table, long rows) {
    state.lastCopy(queryId, rows);
    inform(
        client,
        "Load into table '" + table + "' completed, " + rows + " record(s) loaded successfully.");
  }

  private static void unloaded(Channel client, long rows) {
    inform(client, "UNLOAD completed, " + rows + " record(s) unloaded successfully.");
  }

  private static void inform(Channel client, String message) {
    try {
      Message notice = ServerError.info(message).message('N');
      client.write(notice);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    queryLog.close();
    endBackends();
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone.
      }
    }
  }

  /** All at once: none goes on because another one has let go of a lock before it. */
  private void endBackends() {
    String pids = running.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
    try {
      administrator.query(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where pid = any (string_to_array(?, ',')::int[])",
          pids);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "The server was gone already", e);
    }
  }
}
