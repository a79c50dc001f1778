package dev.plumbline.stores.ledger;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.PlumblineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A local file of one JSON value per line, appended to by one process at a time. What a killed
 * process left unfinished is skipped.
 *
 * @param type of the values
 */
public record JsonLines<T>(Path file, Class<T> type) {
  /** The values, oldest first; none where there is no file. */
  public List<T> read() {
    List<T> values = new ArrayList<>();
    if (!Files.exists(file)) {
      return values;
    }
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        T value = parsed(line);
        if (value != null) {
          values.add(value);
        }
      }
      return values;
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  private T parsed(String line) {
    try {
      return Json.read(line, type);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Adds a value; returns when it is on disk. */
  public void append(T value) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      // Begins with a line end of its own where a killed process left half a line.
      String start = endsWhole() ? "" : "\n";
      Files.writeString(
          file,
          start + Json.line(value) + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.DSYNC);
    } catch (IOException e) {
      throw failure("write", e);
    }
  }

  private boolean endsWhole() throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return true;
    }
    try (var channel = Files.newByteChannel(file)) {
      channel.position(channel.size() - 1);
      java.nio.ByteBuffer last = java.nio.ByteBuffer.allocate(1);
      return channel.read(last) == 1 && last.get(0) == '\n';
    }
  }

  /** Puts other values in place of all. */
  public void replace(List<T> values) {
    StringBuilder text = new StringBuilder();
    values.forEach(value -> text.append(Json.line(value)).append('\n'));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path whole = file.resolveSibling(file.getFileName() + ".tmp");
      Files.writeString(whole, text, StandardCharsets.UTF_8);
      Files.move(
          whole,
          file,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure("write", e);
    }
  }

  private PlumblineException failure(String verb, IOException e) {
    return new PlumblineException(ExitCode.DEGRADED, "Cannot " + verb + " " + file + ": " + e, e);
  }
}
