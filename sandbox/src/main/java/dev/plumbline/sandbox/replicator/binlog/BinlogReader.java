package dev.plumbline.sandbox.replicator.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.source.SourceServer;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Follows the binlog from a position on, in a thread of its own, and holds what was read until it
 * is polled. It reads ahead by a bounded number of bytes. A lost connection ends the stream with
 * {@link LogEvent.Broken}.
 */
public final class BinlogReader implements AutoCloseable {
  private static final Set<EventType> ROWS =
      Set.of(
          EventType.WRITE_ROWS,
          EventType.UPDATE_ROWS,
          EventType.DELETE_ROWS,
          EventType.EXT_WRITE_ROWS,
          EventType.EXT_UPDATE_ROWS,
          EventType.EXT_DELETE_ROWS);
  private static final int AHEAD_KIB = 24 * 1024;
  private static final int MARIADB_KNOWS_GTID = 4;
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final Duration STOPPED = Duration.ofSeconds(10);

  private final BinaryLogClient client;
  private final BlockingQueue<Weighed> events = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(AHEAD_KIB);
  private final Thread thread;
  private volatile boolean closing;

  private record Weighed(LogEvent event, int kib) {}

  private BinlogReader(SourceServer source, BinlogPosition position, Predicate<TableName> wanted) {
    client = new BinaryLogClient(source.host(), source.port(), source.user(), source.password());
    client.setServerId(ThreadLocalRandom.current().nextInt(100_000, Integer.MAX_VALUE));
    client.setSSLMode(SSLMode.DISABLED);
    client.setKeepAlive(false);
    client.setMariaDbSlaveCapability(MARIADB_KNOWS_GTID);
    client.setHeartbeatInterval(HEARTBEAT.toMillis());
    client.setNetReadTimeout(4 * HEARTBEAT.toMillis());
    client.setBinlogFilename(position.file());
    client.setBinlogPosition(position.offset());
    client.setEventDeserializer(deserializer());
    EventTranslator translator = new EventTranslator(position.file(), wanted);
    client.registerEventListener(event -> translator.translate(event, e -> put(e, event)));
    client.registerLifecycleListener(new Failures());
    thread = new Thread(this::follow, "replicator-binlog");
    thread.setDaemon(true);
  }

  /**
   * Begins to follow the binlog.
   *
   * @param wanted tables whose rows are delivered; all others are passed over
   */
  public static BinlogReader start(
      SourceServer source, BinlogPosition position, Predicate<TableName> wanted) {
    BinlogReader reader = new BinlogReader(source, position, wanted);
    reader.thread.start();
    return reader;
  }

  private static EventDeserializer deserializer() {
    EventDeserializer deserializer = new EventDeserializer();
    ROWS.forEach(type -> deserializer.setEventDataDeserializer(type, new RawRows.Deserializer()));
    return deserializer;
  }

  /** The next event, or null when none came in time. */
  public LogEvent poll(Duration wait) throws InterruptedException {
    Weighed next = events.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (next == null) {
      return null;
    }
    room.release(next.kib);
    return next.event;
  }

  /** Whether everything that was read has been polled. */
  public boolean isDrained() {
    return events.isEmpty();
  }

  private void put(LogEvent event, Event raw) {
    int bytes = raw.getData() instanceof RawRows rows ? rows.size() : 128;
    int kib = Math.min(AHEAD_KIB, 1 + bytes / 1024);
    try {
      room.acquire(kib);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    events.add(new Weighed(event, kib));
  }

  private void follow() {
    try {
      client.connect();
      fail(new IOException("Connection to the source's binlog ended"));
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void fail(Exception cause) {
    if (!closing) {
      events.add(new Weighed(new LogEvent.Broken(cause), 0));
    }
  }

  @Override
  public void close() {
    closing = true;
    room.release(AHEAD_KIB);
    try {
      client.disconnect();
      thread.interrupt();
      thread.join(STOPPED.toMillis());
    } catch (IOException e) {
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The client goes on after an event that it could not read; a replica must not. */
  private final class Failures extends BinaryLogClient.AbstractLifecycleListener {
    @Override
    public void onEventDeserializationFailure(BinaryLogClient source, Exception cause) {
      fail(cause);
    }

    @Override
    public void onCommunicationFailure(BinaryLogClient source, Exception cause) {
      fail(cause);
    }
  }
}
