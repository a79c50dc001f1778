package dev.plumbline.sandbox.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/** Random passwords of one sandbox, in a file that only its owner may read. Thread-safe. */
public final class Passwords {
  private static final int BYTES = 15;

  private final Path file;
  private final Properties values = new Properties();
  private final SecureRandom random = new SecureRandom();

  private Passwords(Path file) {
    this.file = file;
  }

  /** Reads the file, or begins a new one. */
  public static Passwords in(Path file) {
    Passwords passwords = new Passwords(file);
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
        passwords.values.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + file, e);
      }
    }
    return passwords;
  }

  /** The password of that name (letters, digits, dots), made and stored at the first call. */
  public synchronized String of(String name) {
    String known = values.getProperty(name);
    if (known != null) {
      return known;
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    // Redshift demands an upper-case letter, a lower-case letter and a digit.
    String made = "Aa1" + HexFormat.of().formatHex(bytes);
    values.setProperty(name, made);
    store();
    return made;
  }

  private void store() {
    StringWriter text = new StringWriter();
    try {
      values.store(text, null);
      PrivateFile.write(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
