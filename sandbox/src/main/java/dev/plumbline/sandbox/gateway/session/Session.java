package dev.plumbline.sandbox.gateway.session;

import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.translate.Plan;
import dev.plumbline.sandbox.gateway.wire.Backend;
import dev.plumbline.sandbox.gateway.wire.Channel;
import dev.plumbline.sandbox.gateway.wire.Message;
import dev.plumbline.sandbox.gateway.wire.ServerError;
import dev.plumbline.sandbox.gateway.wire.ServerFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** One client, from its login to its end, on a thread of its own. */
final class Session {
  private final Channel client;
  private final Backend backend;
  private final Planner planner;
  private final LocalRunner local;
  private final ErrorMapper errors;
  private final ExtendedProtocol extended;
  private final QueryLog.Writer log;

  Session(
      Channel client,
      Backend backend,
      Planner planner,
      LocalRunner local,
      ErrorMapper errors,
      QueryLog.Writer log) {
    this.client = client;
    this.backend = backend;
    this.planner = planner;
    this.local = local;
    this.errors = errors;
    this.log = log;
    this.extended = new ExtendedProtocol(this, client, backend, planner, log);
    backend.onAsynchronous(this::relayAsynchronous);
  }

  /** Serves until the client leaves or a connection breaks. */
  void serve() throws IOException {
    try {
      while (true) {
        Message message = client.read();
        switch (message.type()) {
          case 'X' -> {
            return;
          }
          case 'Q' -> simpleQuery(message.reader().string());
          case 'd', 'c', 'f' -> {} // left over from a copy that is not emulated
          case 'F' -> {
            fail(SqlError.notEmulated("the fast-path interface"));
            client.write(Message.readyForQuery(backend.status()));
            client.flush();
          }
          default -> extended.handle(message);
        }
      }
    } catch (EOFException e) {
      // The client left without a word.
    }
  }

  private void simpleQuery(String sql) throws IOException {
    try {
      List<Statement> statements = Statement.split(sql);
      if (statements.isEmpty()) {
        client.write(Message.EMPTY_QUERY);
      } else {
        runAll(statements);
      }
    } catch (SqlError e) {
      fail(e);
    }
    client.write(Message.readyForQuery(backend.status()));
    client.flush();
  }

  /** Several statements of one query string are one transaction unless they say otherwise. */
  private void runAll(List<Statement> statements) throws IOException {
    boolean together =
        statements.size() > 1
            && backend.status() == 'I'
            && statements.stream().noneMatch(Planner::controlsTransaction);
    if (together) {
      backend.run("begin");
    }
    boolean done = statements.stream().allMatch(this::runUnchecked);
    if (together) {
      backend.run(done ? "commit" : "rollback");
    }
  }

  private boolean runUnchecked(Statement statement) {
    try {
      return run(statement);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean run(Statement statement) throws IOException {
    QueryLog.Entry entry = log.begin(statement.text());
    try {
      Plan plan = planner.plan(statement);
      if (plan instanceof Plan.Forward forward) {
        backend.write(Message.query(forward.sql()));
        backend.flush();
        return relaySimple(entry);
      }
      client.write(Message.commandComplete(runLocal(plan)));
      entry.succeeded(0);
      return true;
    } catch (SqlError e) {
      entry.failed(e.getMessage());
      fail(e);
      return false;
    }
  }

  /** Runs a plan that is not forwarded; every failure comes as {@link SqlError}. */
  String runLocal(Plan plan) throws IOException {
    try {
      return local.run(plan);
    } catch (ServerFailure e) {
      ServerError mapped = errors.map(e.error());
      throw new SqlError(mapped.state(), mapped.message(), mapped.field('D'));
    }
  }

  private boolean relaySimple(QueryLog.Entry entry) throws IOException {
    ResultShape shape = ResultShape.UNCHANGED;
    boolean done = true;
    long rows = 0;
    while (true) {
      Message message = backend.read();
      switch (message.type()) {
        case 'Z' -> {
          backend.status(message);
          if (done) {
            entry.succeeded(rows);
          }
          return done;
        }
        case 'T' -> {
          shape = ResultShape.of(message);
          client.write(ResultShape.toRedshift(message));
        }
        case 'D' -> {
          rows++;
          client.write(shape.convert(message, new int[0]));
        }
        case 'E' -> {
          done = false;
          ServerError error = errors.map(ServerError.parse(message));
          entry.failed(error.message());
          client.write(error.message('E'));
        }
        case 'N', 'A', 'S' -> relayAsynchronous(message);
        default -> client.write(message);
      }
    }
  }

  /**
   * Tells the client of an error that the server does not know of, and fails its transaction too.
   */
  void fail(SqlError error) throws IOException {
    client.write(ErrorMapper.of(error).message('E'));
    if (backend.status() == 'T') {
      try {
        backend.run("rollback to savepoint refused_by_the_gateway");
      } catch (ServerFailure expected) {
        // There is no such savepoint: that is what fails the transaction.
      }
    }
  }

  ServerError map(Message error) {
    return errors.map(ServerError.parse(error));
  }

  void relayAsynchronous(Message message) {
    try {
      if (message.type() == 'N') {
        client.write(map(message).message('N'));
      } else if (message.type() != 'S' || BackendLogin.isShownStatus(message)) {
        client.write(message);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
