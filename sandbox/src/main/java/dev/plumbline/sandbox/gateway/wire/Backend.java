package dev.plumbline.sandbox.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A logged-in connection to the PostgreSQL server. Used by one thread. */
public final class Backend implements AutoCloseable {

  /** Takes a chunk of rows in COPY's text form. */
  @FunctionalInterface
  public interface CopySink {
    void write(byte[] data) throws IOException;
  }

  /** Sends rows in COPY's form; may fail with {@link ServerFailure} once the server has refused. */
  @FunctionalInterface
  public interface CopySource {
    void send(CopyInput input) throws IOException;
  }

  /** Where a {@link CopySource} writes to. */
  public interface CopyInput {
    void write(byte[] data, int length) throws IOException;
  }

  /**
   * What a simple query gave.
   *
   * @param rows of the last result, as text
   * @param tag of the last command
   */
  public record Result(List<List<String>> rows, String tag) {}

  private final Channel channel;
  private final int pid;
  private final int secret;
  private Consumer<Message> asynchronous = message -> {};
  private char status = 'I';

  public Backend(Channel channel, int pid, int secret) {
    this.channel = channel;
    this.pid = pid;
    this.secret = secret;
  }

  public int pid() {
    return pid;
  }

  public int secret() {
    return secret;
  }

  /** Where notices and the like go that arrive while the gateway runs something of its own. */
  public void onAsynchronous(Consumer<Message> sink) {
    asynchronous = sink;
  }

  /** I idle, T in a transaction block, E in a failed one. */
  public char status() {
    return status;
  }

  public void status(Message readyForQuery) {
    status = (char) readyForQuery.payload()[0];
  }

  public void write(Message message) throws IOException {
    channel.write(message);
  }

  public void flush() throws IOException {
    channel.flush();
  }

  public Message read() throws IOException {
    return channel.read();
  }

  /**
   * Runs a simple query of the gateway's own.
   *
   * @throws ServerFailure with the server's error
   */
  public Result run(String sql) throws IOException {
    channel.write(Message.query(sql));
    channel.flush();
    List<List<String>> rows = new ArrayList<>();
    StringBuilder tag = new StringBuilder();
    Optional<ServerError> error = readReplies(rows, tag, data -> {});
    if (error.isPresent()) {
      throw new ServerFailure(error.get());
    }
    return new Result(rows, tag.toString());
  }

  /** Runs {@code COPY ... TO STDOUT}; returns the number of rows. */
  public long copyOut(String sql, CopySink sink) throws IOException {
    channel.write(Message.query(sql));
    channel.flush();
    StringBuilder tag = new StringBuilder();
    Optional<ServerError> error = readReplies(new ArrayList<>(), tag, sink);
    if (error.isPresent()) {
      throw new ServerFailure(error.get());
    }
    return rowCount(tag.toString());
  }

  /** Runs {@code COPY ... FROM STDIN}; returns the number of rows. */
  public long copyIn(String sql, CopySource source) throws IOException {
    channel.write(Message.query(sql));
    channel.flush();
    StringBuilder tag = new StringBuilder();
    Optional<ServerError> error = awaitCopyIn();
    if (error.isEmpty()) {
      RuntimeException failure = send(source);
      error = readReplies(new ArrayList<>(), tag, data -> {});
      if (failure != null && !(failure instanceof ServerFailure)) {
        throw failure;
      }
    }
    if (error.isPresent()) {
      throw new ServerFailure(error.get());
    }
    return rowCount(tag.toString());
  }

  /**
   * Ends the copy with what became of the source: done, or failed so that the server forgets it.
   */
  private RuntimeException send(CopySource source) throws IOException {
    try {
      source.send(this::copyData);
      channel.write(Message.COPY_DONE);
      channel.flush();
      return null;
    } catch (RuntimeException e) {
      channel.write(Message.copyFail("the load was given up"));
      channel.flush();
      return e;
    }
  }

  private void copyData(byte[] data, int length) throws IOException {
    if (channel.hasInput()) {
      // The server speaks before it was asked: the load has failed.
      channel.flush();
      throw new ServerFailure(ServerError.error("XX000", "the server refused the rows", ""));
    }
    channel.writeCopyData(data, length);
  }

  private Optional<ServerError> awaitCopyIn() throws IOException {
    while (true) {
      Message message = channel.read();
      if (message.type() == 'G') {
        return Optional.empty();
      }
      if (message.type() == 'E') {
        readReplies(new ArrayList<>(), new StringBuilder(), data -> {});
        return Optional.of(ServerError.parse(message));
      }
      if (message.isAsynchronous()) {
        asynchronous.accept(message);
      }
    }
  }

  private Optional<ServerError> readReplies(
      List<List<String>> rows, StringBuilder tag, CopySink sink) throws IOException {
    Optional<ServerError> error = Optional.empty();
    while (true) {
      Message message = channel.read();
      switch (message.type()) {
        case 'T' -> rows.clear();
        case 'D' -> rows.add(row(message));
        case 'd' -> sink.write(message.payload());
        case 'C' -> {
          tag.setLength(0);
          tag.append(message.reader().string());
        }
        case 'E' -> error = Optional.of(ServerError.parse(message));
        case 'Z' -> {
          status(message);
          return error;
        }
        case 'N', 'A', 'S' -> asynchronous.accept(message);
        default -> {}
      }
    }
  }

  private static List<String> row(Message message) {
    PayloadReader reader = message.reader();
    int columns = reader.int16();
    List<String> row = new ArrayList<>(columns);
    for (int i = 0; i < columns; i++) {
      int length = reader.int32();
      row.add(length < 0 ? null : new String(reader.bytes(length), UTF_8));
    }
    return row;
  }

  private static long rowCount(String tag) {
    return Long.parseLong(tag.substring(tag.lastIndexOf(' ') + 1));
  }

  @Override
  public void close() {
    try {
      channel.write(Message.TERMINATE);
      channel.flush();
    } catch (IOException e) {
      // It has gone already.
    }
    channel.close();
  }
}
