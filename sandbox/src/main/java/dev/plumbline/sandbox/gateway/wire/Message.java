package dev.plumbline.sandbox.gateway.wire;

/**
 * One message of the PostgreSQL protocol, version 3.
 *
 * @param type the type byte
 * @param payload what follows the length word
 */
@SuppressWarnings("ArrayRecordComponent") // a message is read once and handed on, never compared
public record Message(char type, byte[] payload) {

  public static final Message PARSE_COMPLETE = new Message('1', new byte[0]);
  public static final Message BIND_COMPLETE = new Message('2', new byte[0]);
  public static final Message CLOSE_COMPLETE = new Message('3', new byte[0]);
  public static final Message NO_DATA = new Message('n', new byte[0]);
  public static final Message EMPTY_QUERY = new Message('I', new byte[0]);
  public static final Message SYNC = new Message('S', new byte[0]);
  public static final Message FLUSH = new Message('H', new byte[0]);
  public static final Message COPY_DONE = new Message('c', new byte[0]);
  public static final Message TERMINATE = new Message('X', new byte[0]);

  public static Message query(String sql) {
    return new PayloadWriter().string(sql).message('Q');
  }

  public static Message commandComplete(String tag) {
    return new PayloadWriter().string(tag).message('C');
  }

  public static Message readyForQuery(char status) {
    return new PayloadWriter().int8(status).message('Z');
  }

  public static Message parameterStatus(String name, String value) {
    return new PayloadWriter().string(name).string(value).message('S');
  }

  public static Message copyFail(String reason) {
    return new PayloadWriter().string(reason).message('f');
  }

  /** True for what a server may send at any time: notices, notifications, parameter changes. */
  public boolean isAsynchronous() {
    return type == 'N' || type == 'A' || type == 'S';
  }

  public PayloadReader reader() {
    return new PayloadReader(payload);
  }
}
