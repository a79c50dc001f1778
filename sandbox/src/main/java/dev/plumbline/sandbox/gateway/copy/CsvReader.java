package dev.plumbline.sandbox.gateway.copy;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records of a CSV file as Redshift reads them: a doubled quote stands for itself. */
final class CsvReader {

  /**
   * A value.
   *
   * @param quoted whether the field stood in quotes
   */
  record Field(String text, boolean quoted) {}

  /**
   * A record.
   *
   * @param line of the record's first character, from 1
   * @param unterminated true when the file ends within quotes
   */
  record Row(List<Field> fields, long line, boolean unterminated) {}

  private final Reader in;
  private final char delimiter;
  private final char quote;
  private long line = 1;
  private int ahead = -2;

  CsvReader(Reader in, char delimiter, char quote) {
    this.in = in;
    this.delimiter = delimiter;
    this.quote = quote;
  }

  /** The next record, or empty at the end. */
  Optional<Row> next() throws IOException {
    if (peek() < 0) {
      return Optional.empty();
    }
    long first = line;
    List<Field> fields = new ArrayList<>();
    boolean unterminated = false;
    while (true) {
      boolean quoted = peek() == quote;
      String text = quoted ? quotedText() : plainText();
      fields.add(new Field(text, quoted));
      int c = read();
      if (c == delimiter) {
        continue;
      }
      unterminated = quoted && c != '\n' && c != '\r' && c >= 0;
      if (c == '\r' && peek() == '\n') {
        read();
      }
      return Optional.of(new Row(fields, first, unterminated || (c < 0 && openQuote)));
    }
  }

  private boolean openQuote;

  private String quotedText() throws IOException {
    StringBuilder text = new StringBuilder();
    read();
    openQuote = true;
    for (int c = read(); c >= 0; c = read()) {
      if (c == quote && peek() != quote) {
        openQuote = false;
        break;
      }
      if (c == quote) {
        read();
      }
      text.append((char) c);
    }
    return text.toString();
  }

  private String plainText() throws IOException {
    StringBuilder text = new StringBuilder();
    while (peek() >= 0 && peek() != delimiter && peek() != '\n' && peek() != '\r') {
      text.append((char) read());
    }
    return text.toString();
  }

  private int peek() throws IOException {
    if (ahead == -2) {
      ahead = in.read();
    }
    return ahead;
  }

  private int read() throws IOException {
    int c = peek();
    ahead = -2;
    if (c == '\n') {
      line++;
    }
    return c;
  }
}
