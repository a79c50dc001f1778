package dev.plumbline.stores.mysql.binlog;

import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;

/** The body of a rows event as it stands in the log; read only where its table is watched. */
final class RowsBody implements EventData {
  private static final long serialVersionUID = 1L;

  private final byte[] bytes;

  private RowsBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The number by which the event refers to its table map. */
  long tableId() {
    return new ByteCursor(bytes).little(6);
  }

  ByteCursor cursor() {
    return new ByteCursor(bytes);
  }

  /** Takes the body as it is. */
  static final class Deserializer implements EventDataDeserializer<RowsBody> {
    @Override
    public RowsBody deserialize(ByteArrayInputStream input) throws IOException {
      return new RowsBody(input.read(input.available()));
    }
  }
}
