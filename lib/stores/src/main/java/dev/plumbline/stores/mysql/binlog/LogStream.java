package dev.plumbline.stores.mysql.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.NullEventDataDeserializer;
import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.io.IOException;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The events of the log from a place on, until the listener has enough or the log ends. */
final class LogStream {
  private static final Set<EventType> ROWS =
      Set.of(
          EventType.WRITE_ROWS,
          EventType.UPDATE_ROWS,
          EventType.DELETE_ROWS,
          EventType.EXT_WRITE_ROWS,
          EventType.EXT_UPDATE_ROWS,
          EventType.EXT_DELETE_ROWS);

  private static final int MARIADB_KNOWS_GTID = 4;
  private static final int LOG_ERROR = 1236;
  private static final int DENIED = 1227;

  /** Held, since a logger that nobody holds forgets its level. What matters of it is thrown. */
  private static final Logger CLIENT_LOG = Logger.getLogger(BinaryLogClient.class.getPackageName());

  static {
    CLIENT_LOG.setLevel(Level.OFF);
  }

  private final MySqlSessions sessions;

  LogStream(MySqlSessions sessions) {
    this.sessions = sessions;
  }

  /** Takes events in their order. */
  @FunctionalInterface
  interface Listener {
    /**
     * @return whether more events are wanted
     */
    boolean event(Event event) throws LogUnusableException;
  }

  /**
   * Reads in the caller's thread and holds one event. The server is asked as {@code mysqlbinlog}
   * asks it: without an id of a replica's, which could collide with another's, and not waiting at
   * the log's end.
   *
   * @throws LogUnusableException when the server no longer has the place
   * @throws SourceException when the server cannot be reached, refuses the account, or breaks off
   */
  void read(LogPlace from, Listener listener) throws LogUnusableException {
    BinaryLogClient client = new LogAccess(sessions).client();
    client.setBlocking(false);
    client.setKeepAlive(false);
    client.setMariaDbSlaveCapability(MARIADB_KNOWS_GTID);
    client.setBinlogFilename(from.file());
    client.setBinlogPosition(from.offset());
    client.setEventDeserializer(deserializer());
    Ending ending = new Ending(client, listener);
    client.registerEventListener(ending::event);
    client.registerLifecycleListener(ending);
    try {
      client.connect();
    } catch (IOException | RuntimeException e) {
      ending.failed(e);
    }
    ending.settle();
  }

  private static EventDeserializer deserializer() {
    EventDeserializer deserializer = new EventDeserializer();
    ROWS.forEach(type -> deserializer.setEventDataDeserializer(type, new RowsBody.Deserializer()));
    deserializer.setEventDataDeserializer(
        EventType.TRANSACTION_PAYLOAD, new NullEventDataDeserializer());
    return deserializer;
  }

  /** The client logs what goes wrong and goes on; here the first failure ends the reading. */
  private final class Ending extends BinaryLogClient.AbstractLifecycleListener {
    private final BinaryLogClient client;
    private final Listener listener;
    private boolean ended;
    private Exception failure;

    Ending(BinaryLogClient client, Listener listener) {
      this.client = client;
      this.listener = listener;
    }

    void event(Event event) {
      if (ended) {
        return;
      }
      try {
        if (!listener.event(event)) {
          end();
        }
      } catch (LogUnusableException | RuntimeException e) {
        failed(e);
      }
    }

    void failed(Exception e) {
      if (!ended) {
        failure = e;
        end();
      }
    }

    private void end() {
      ended = true;
      try {
        client.disconnect();
      } catch (IOException e) {
        if (failure != null) {
          failure.addSuppressed(e);
        }
      }
    }

    @Override
    public void onEventDeserializationFailure(BinaryLogClient source, Exception cause) {
      failed(cause);
    }

    @Override
    public void onCommunicationFailure(BinaryLogClient source, Exception cause) {
      failed(cause);
    }

    void settle() throws LogUnusableException {
      if (failure instanceof LogUnusableException e) {
        throw e;
      }
      if (failure instanceof SourceException e) {
        throw e;
      }
      if (failure instanceof ServerException e && e.getErrorCode() == LOG_ERROR) {
        throw new LogUnusableException("the server says: " + e.getMessage(), e);
      }
      if (failure != null) {
        boolean denied = failure instanceof ServerException e && e.getErrorCode() == DENIED;
        throw new SourceException(
            "Cannot read the binary log of "
                + sessions.endpoint()
                + ": "
                + failure.getMessage()
                + (denied ? "; the account needs GRANT REPLICATION SLAVE ON *.*" : ""),
            failure);
      }
    }
  }
}
