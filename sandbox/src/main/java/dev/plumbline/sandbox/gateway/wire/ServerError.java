package dev.plumbline.sandbox.gateway.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of an ErrorResponse or NoticeResponse by their letter: S severity, C SQLSTATE, M
 * message, D detail, H hint, s schema, t table, c column, n constraint.
 */
public record ServerError(Map<Character, String> fields) {

  public static ServerError error(String state, String message, String detail) {
    return of("ERROR", state, message, detail);
  }

  public static ServerError fatal(String state, String message) {
    return of("FATAL", state, message, "");
  }

  public static ServerError info(String message) {
    return of("INFO", "00000", message, "");
  }

  private static ServerError of(String severity, String state, String message, String detail) {
    Map<Character, String> fields = new LinkedHashMap<>();
    fields.put('S', severity);
    fields.put('C', state);
    fields.put('M', message);
    if (!detail.isEmpty()) {
      fields.put('D', detail);
    }
    return new ServerError(fields);
  }

  public static ServerError parse(Message message) {
    Map<Character, String> fields = new LinkedHashMap<>();
    PayloadReader reader = message.reader();
    while (reader.remaining() > 1) {
      char letter = (char) reader.int8();
      fields.put(letter, reader.string());
    }
    return new ServerError(fields);
  }

  public String state() {
    return field('C');
  }

  public String message() {
    return field('M');
  }

  /** The field, or the empty string. */
  public String field(char letter) {
    return fields.getOrDefault(letter, "");
  }

  /** The same with some fields set anew. */
  public ServerError with(String state, String newMessage) {
    Map<Character, String> changed = new LinkedHashMap<>(fields);
    changed.put('C', state);
    changed.put('M', newMessage);
    return new ServerError(changed);
  }

  /** The message to send: {@code E} for an error, {@code N} for a notice. */
  public Message message(char type) {
    PayloadWriter writer = new PayloadWriter();
    fields.forEach((letter, value) -> writer.int8(letter).string(value));
    return writer.int8(0).message(type);
  }
}
