package dev.plumbline.sandbox.gateway.session;

import dev.plumbline.sandbox.gateway.wire.Backend;
import dev.plumbline.sandbox.gateway.wire.Channel;
import dev.plumbline.sandbox.gateway.wire.Message;
import dev.plumbline.sandbox.gateway.wire.PayloadReader;
import dev.plumbline.sandbox.gateway.wire.PayloadWriter;
import dev.plumbline.sandbox.gateway.wire.ServerError;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Logs a client in at the server: passes on the startup parameters that PostgreSQL knows and the
 * exchange of passwords, and tells the client what a Redshift server would tell it.
 */
final class BackendLogin {
  private static final Set<String> PASSED_ON =
      Set.of("client_encoding", "datestyle", "timezone", "extra_float_digits", "application_name");
  private static final Set<String> HIDDEN_STATUS =
      Set.of(
          "in_hot_standby",
          "default_transaction_read_only",
          "search_path",
          "server_version",
          "scram_iterations",
          "server_encoding",
          "is_superuser");
  private static final Map<String, String> REDSHIFT_STATUS =
      Map.of(
          "server_version", "8.0.2",
          "server_encoding", "UNICODE",
          "padb_version", "PADB",
          "padb_revision", "1.0.115467",
          "datashare_enabled", "on",
          "external_database", "off",
          "max_numeric_precision", "38",
          "max_varchar_size", "65535");

  private final Startup.Login login;
  private final Channel client;

  private BackendLogin(Startup.Login login) {
    this.login = login;
    this.client = login.client();
  }

  /** Empty when the server refused; the client has been told. */
  static Optional<Backend> open(Startup.Login login, String host, int port, String database)
      throws IOException {
    Socket socket = new Socket(host, port);
    socket.setTcpNoDelay(true);
    Channel server = new Channel(socket);
    BackendLogin exchange = new BackendLogin(login);
    server.write(exchange.startup(database));
    server.flush();
    try {
      Optional<Backend> backend = exchange.authenticate(server);
      if (backend.isEmpty()) {
        server.close();
      }
      return backend;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  static boolean isShownStatus(Message parameterStatus) {
    return !HIDDEN_STATUS.contains(parameterStatus.reader().string());
  }

  private Message startup(String database) {
    PayloadWriter out = new PayloadWriter().int32(Startup.VERSION_3);
    out.string("user").string(login.user()).string("database").string(database);
    login
        .parameters()
        .forEach(
            (name, value) -> {
              if (PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                out.string(name).string(value);
              }
            });
    out.string("options").string(options());
    return out.int8(0).message('\0');
  }

  /** Redshift's defaults where PostgreSQL's differ; a backslash escapes in string literals. */
  private String options() {
    List<String> settings =
        List.of(
            "redshift.database=" + login.database(),
            "standard_conforming_strings=off",
            "escape_string_warning=off",
            "backslash_quote=on",
            "jit=off",
            // Rows are grouped in memory, as in Redshift, where PostgreSQL would sort them on disk.
            "work_mem=64MB");
    StringBuilder options = new StringBuilder();
    for (String setting : settings) {
      options.append("-c ").append(setting.replace("\\", "\\\\").replace(" ", "\\ ")).append(' ');
    }
    return options.toString().strip();
  }

  private Optional<Backend> authenticate(Channel server) throws IOException {
    while (true) {
      Message message = server.read();
      if (message.type() == 'E') {
        client.write(ServerError.parse(message).message('E'));
        client.flush();
        return Optional.empty();
      }
      if (message.type() != 'R') {
        throw new IOException("Cannot log in: the server sent " + message.type());
      }
      client.write(message);
      if (message.reader().int32() == 0) {
        return Optional.of(session(server));
      }
      client.flush();
      server.write(client.read());
      server.flush();
    }
  }

  private Backend session(Channel server) throws IOException {
    int pid = 0;
    int secret = 0;
    for (Map.Entry<String, String> status : REDSHIFT_STATUS.entrySet()) {
      client.write(Message.parameterStatus(status.getKey(), status.getValue()));
    }
    while (true) {
      Message message = server.read();
      switch (message.type()) {
        case 'S' -> {
          if (isShownStatus(message)) {
            client.write(message);
          }
        }
        case 'K' -> {
          PayloadReader key = message.reader();
          pid = key.int32();
          secret = key.int32();
          client.write(message);
        }
        case 'Z' -> {
          client.write(message);
          client.flush();
          return new Backend(server, pid, secret);
        }
        case 'E' -> throw new IOException("Cannot log in: " + ServerError.parse(message).message());
        default -> {}
      }
    }
  }
}
