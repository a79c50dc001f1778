package dev.plumbline.sandbox.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.sandbox.gateway.wire.Message;
import dev.plumbline.sandbox.gateway.wire.PayloadReader;
import dev.plumbline.sandbox.gateway.wire.PayloadWriter;
import java.util.Arrays;

/**
 * The columns of a result, as far as the gateway changes them on the way to the client: SUPER and
 * VARBYTE have types and text forms of their own in Redshift.
 */
final class ResultShape {
  static final int JSONB = 3802;
  static final int SUPER = 4000;
  static final int BYTEA = 17;
  static final int VARBYTE = 6551;
  private static final int TEXT = 25;
  private static final int VARCHAR = 1043;

  static final ResultShape UNCHANGED = new ResultShape(new int[0]);

  private final int[] types;
  private final boolean converts;

  private ResultShape(int[] types) {
    this.types = types;
    boolean any = false;
    for (int type : types) {
      any |= type == JSONB || type == BYTEA;
    }
    this.converts = any;
  }

  static ResultShape of(Message rowDescription) {
    PayloadReader reader = rowDescription.reader();
    int[] types = new int[reader.int16()];
    for (int i = 0; i < types.length; i++) {
      reader.string();
      reader.bytes(6);
      types[i] = reader.int32();
      reader.bytes(8);
    }
    return new ResultShape(types);
  }

  /** The description with Redshift's type numbers. */
  static Message toRedshift(Message rowDescription) {
    PayloadReader reader = rowDescription.reader();
    int columns = reader.int16();
    PayloadWriter out = new PayloadWriter().int16(columns);
    for (int i = 0; i < columns; i++) {
      out.string(reader.string()).bytes(reader.bytes(6)).int32(redshiftType(reader.int32()));
      out.bytes(reader.bytes(8));
    }
    return out.message('T');
  }

  private static int redshiftType(int type) {
    return switch (type) {
      case JSONB -> SUPER;
      case BYTEA -> VARBYTE;
      case TEXT -> VARCHAR;
      default -> type;
    };
  }

  /** The PostgreSQL type for a parameter type that the client names. */
  static int postgresType(int type) {
    return switch (type) {
      case SUPER -> JSONB;
      case VARBYTE -> BYTEA;
      default -> type;
    };
  }

  /**
   * A row in Redshift's text forms.
   *
   * @param formats as in Bind: none for all text, one for all columns, or one per column
   */
  Message convert(Message row, int[] formats) {
    if (!converts) {
      return row;
    }
    PayloadReader reader = row.reader();
    int columns = reader.int16();
    PayloadWriter out = new PayloadWriter().int16(columns);
    for (int i = 0; i < columns; i++) {
      int length = reader.int32();
      if (length < 0) {
        out.int32(-1);
        continue;
      }
      byte[] value = reader.bytes(length);
      byte[] converted = isText(formats, i) ? text(types[i], value) : value;
      out.int32(converted.length).bytes(converted);
    }
    return out.message('D');
  }

  private static boolean isText(int[] formats, int column) {
    return formats.length == 0 || formats[formats.length == 1 ? 0 : column] == 0;
  }

  private static byte[] text(int type, byte[] value) {
    return switch (type) {
      case JSONB -> compact(value);
      case BYTEA -> new String(value, 2, value.length - 2, UTF_8).getBytes(UTF_8);
      default -> value;
    };
  }

  /** JSON without blanks between its elements. */
  private static byte[] compact(byte[] json) {
    byte[] out = new byte[json.length];
    int size = 0;
    boolean inString = false;
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      if (inString && b == '\\') {
        out[size++] = b;
        b = json[++i];
      } else if (b == '"') {
        inString = !inString;
      } else if (b == ' ' && !inString) {
        continue;
      }
      out[size++] = b;
    }
    return Arrays.copyOf(out, size);
  }
}
