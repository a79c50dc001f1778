package dev.plumbline.sandbox.gateway.session;

import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.translate.Plan;
import dev.plumbline.sandbox.gateway.wire.Backend;
import dev.plumbline.sandbox.gateway.wire.Channel;
import dev.plumbline.sandbox.gateway.wire.Message;
import dev.plumbline.sandbox.gateway.wire.PayloadReader;
import dev.plumbline.sandbox.gateway.wire.PayloadWriter;
import dev.plumbline.sandbox.gateway.wire.ServerError;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The extended protocol: Parse, Bind, Describe, Execute, Close, Sync. Messages are passed on as
 * they come; the replies that they will bring are kept in a queue. Before the gateway executes
 * something itself it waits until the queue is empty.
 */
final class ExtendedProtocol {
  /**
   * So many replies may be outstanding before they are fetched: the server must never block on us.
   */
  private static final int MOST_PENDING = 200;

  private enum Kind {
    PARSE,
    BIND,
    CLOSE,
    DESCRIBE,
    EXECUTE,
    SYNC,
    BARRIER
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pending(Kind kind, Prepared prepared, int[] formats, QueryLog.Entry entry) {
    static Pending of(Kind kind) {
      return new Pending(kind, null, new int[0], QueryLog.Entry.NONE);
    }
  }

  private final Session session;
  private final Channel client;
  private final Backend backend;
  private final Planner planner;
  private final QueryLog.Writer log;
  private final Map<String, Prepared> statements = new HashMap<>();
  private final Map<String, Portal> portals = new HashMap<>();
  private final Deque<Pending> pending = new ArrayDeque<>();
  private boolean failed;
  private long rows;

  ExtendedProtocol(
      Session session, Channel client, Backend backend, Planner planner, QueryLog.Writer log) {
    this.session = session;
    this.client = client;
    this.backend = backend;
    this.planner = planner;
    this.log = log;
  }

  void handle(Message message) throws IOException {
    if (message.type() == 'S') {
      sync();
      return;
    }
    if (failed) {
      return;
    }
    try {
      dispatch(message);
      if (pending.size() > MOST_PENDING) {
        barrier(Message.FLUSH);
      }
    } catch (SqlError e) {
      barrier(Message.SYNC);
      if (!failed) {
        session.fail(e);
        failed = true;
      }
    }
  }

  private void dispatch(Message message) throws IOException {
    switch (message.type()) {
      case 'P' -> parse(message);
      case 'B' -> bind(message);
      case 'D' -> describe(message);
      case 'E' -> execute(message);
      case 'C' -> close(message);
      case 'H' -> {
        barrier(Message.FLUSH);
        client.flush();
      }
      default -> throw new IOException("Cannot read a message of type " + message.type());
    }
  }

  private void sync() throws IOException {
    send(Message.SYNC, Pending.of(Kind.SYNC));
    backend.flush();
    drain();
    failed = false;
    client.flush();
  }

  private void parse(Message message) throws IOException {
    PayloadReader reader = message.reader();
    String name = reader.string();
    String text = reader.string();
    List<Statement> parsed = Statement.split(text);
    if (parsed.size() > 1) {
      throw new SqlError(
          SqlError.SYNTAX, "cannot insert multiple commands into a prepared statement");
    }
    if (!parsed.isEmpty() && Planner.asksForLastCopy(parsed.get(0))) {
      barrier(Message.SYNC);
    }
    Plan plan = parsed.isEmpty() ? new Plan.Forward("") : planner.plan(parsed.get(0));
    Prepared prepared = new Prepared(text, plan);
    if (plan instanceof Plan.Forward forward) {
      PayloadWriter out = new PayloadWriter().string(name).string(forward.sql());
      int parameters = reader.int16();
      out.int16(parameters);
      for (int i = 0; i < parameters; i++) {
        out.int32(ResultShape.postgresType(reader.int32()));
      }
      send(out.message('P'), new Pending(Kind.PARSE, prepared, new int[0], log.begin(text)));
    } else {
      reply(Message.PARSE_COMPLETE);
    }
    statements.put(name, prepared);
  }

  private void bind(Message message) throws IOException {
    PayloadReader reader = message.reader();
    String portal = reader.string();
    Prepared prepared = statement(reader.string());
    reader.bytes(2 * reader.int16());
    int values = reader.int16();
    for (int i = 0; i < values; i++) {
      reader.bytes(Math.max(0, reader.int32()));
    }
    int[] formats = new int[reader.int16()];
    for (int i = 0; i < formats.length; i++) {
      formats[i] = reader.int16();
    }
    portals.put(portal, new Portal(prepared, formats));
    if (prepared.isLocal()) {
      reply(Message.BIND_COMPLETE);
    } else {
      send(message, Pending.of(Kind.BIND));
    }
  }

  private void describe(Message message) throws IOException {
    PayloadReader reader = message.reader();
    boolean ofStatement = reader.int8() == 'S';
    String name = reader.string();
    Prepared prepared = ofStatement ? statement(name) : portal(name).prepared();
    if (!prepared.isLocal()) {
      send(message, new Pending(Kind.DESCRIBE, prepared, new int[0], QueryLog.Entry.NONE));
      return;
    }
    if (ofStatement) {
      reply(new PayloadWriter().int16(0).message('t'));
    }
    reply(Message.NO_DATA);
  }

  private void execute(Message message) throws IOException {
    Portal portal = portal(message.reader().string());
    Prepared prepared = portal.prepared();
    QueryLog.Entry entry = log.begin(prepared.text());
    if (!prepared.isLocal()) {
      send(message, new Pending(Kind.EXECUTE, prepared, portal.formats(), entry));
      return;
    }
    barrier(Message.SYNC);
    if (failed) {
      return;
    }
    try {
      client.write(Message.commandComplete(session.runLocal(prepared.plan())));
      entry.succeeded(0);
    } catch (SqlError e) {
      entry.failed(e.getMessage());
      throw e;
    }
  }

  private void close(Message message) throws IOException {
    PayloadReader reader = message.reader();
    if (reader.int8() == 'S') {
      statements.remove(reader.string());
    } else {
      portals.remove(reader.string());
    }
    send(message, Pending.of(Kind.CLOSE));
  }

  private Prepared statement(String name) {
    Prepared prepared = statements.get(name);
    if (prepared == null) {
      throw new SqlError("26000", "prepared statement \"" + name + "\" does not exist");
    }
    return prepared;
  }

  private Portal portal(String name) {
    Portal portal = portals.get(name);
    if (portal == null) {
      throw new SqlError("34000", "portal \"" + name + "\" does not exist");
    }
    return portal;
  }

  private void send(Message message, Pending reply) throws IOException {
    backend.write(message);
    pending.add(reply);
  }

  /** Answers for the gateway itself, after everything that was asked before. */
  private void reply(Message message) throws IOException {
    barrier(Message.FLUSH);
    if (!failed) {
      client.write(message);
    }
  }

  /** Fetches all outstanding replies; with SYNC the server's transaction status is known after. */
  private void barrier(Message message) throws IOException {
    if (message.type() == 'S') {
      send(message, Pending.of(Kind.BARRIER));
    } else if (pending.isEmpty()) {
      return;
    } else {
      backend.write(message);
    }
    backend.flush();
    drain();
  }

  private void drain() throws IOException {
    while (!pending.isEmpty()) {
      Message message = backend.read();
      if (message.isAsynchronous()) {
        session.relayAsynchronous(message);
      } else if (message.type() == 'E') {
        error(message);
      } else {
        reply(message, pending.peek());
      }
    }
  }

  /** The server now ignores everything up to the next Sync. */
  private void error(Message message) throws IOException {
    ServerError error = session.map(message);
    client.write(error.message('E'));
    failed = true;
    Pending culprit = pending.peek();
    if (culprit != null) {
      culprit.entry().failed(error.message());
    }
    while (!pending.isEmpty()
        && pending.peek().kind() != Kind.SYNC
        && pending.peek().kind() != Kind.BARRIER) {
      pending.poll();
    }
  }

  private void reply(Message message, Pending expected) throws IOException {
    switch (message.type()) {
      case 'Z' -> {
        pending.poll();
        backend.status(message);
        if (expected.kind() == Kind.SYNC) {
          client.write(message);
        }
      }
      case 'T' -> {
        pending.poll();
        expected.prepared().shape(ResultShape.of(message));
        client.write(ResultShape.toRedshift(message));
      }
      case 't' -> client.write(message);
      case 'D' -> {
        rows++;
        client.write(expected.prepared().shape().convert(message, expected.formats()));
      }
      case 'C', 'I', 's' -> {
        pending.poll();
        expected.entry().succeeded(rows);
        rows = 0;
        client.write(message);
      }
      default -> {
        pending.poll();
        client.write(message);
      }
    }
  }
}
