package dev.plumbline.sandbox.replicator.binlog;

import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * The body of a rows event as it stands in the binlog; decoded only where its table is replicated.
 */
public final class RawRows implements EventData {
  private static final long serialVersionUID = 1L;

  private final byte[] body;

  private RawRows(byte[] body) {
    this.body = body;
  }

  /** The body of an event, which is not copied. */
  public static RawRows of(byte[] body) {
    return new RawRows(body);
  }

  /** The body as it is, not copied. */
  public byte[] bytes() {
    return body;
  }

  /** The number by which the event refers to its table map. */
  long tableId() {
    return new ByteCursor(body).little(6);
  }

  ByteCursor cursor() {
    return new ByteCursor(body);
  }

  int size() {
    return body.length;
  }

  /** Takes the body as it is. */
  static final class Deserializer implements EventDataDeserializer<RawRows> {
    @Override
    public RawRows deserialize(ByteArrayInputStream input) throws IOException {
      return RawRows.of(input.read(input.available()));
    }
  }
}
