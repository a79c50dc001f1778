package dev.plumbline.sandbox.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.sandbox.gateway.sql.StatementShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** A file with one line for every distinct shape of the statements served. Thread-safe. */
final class ShapeLog {
  private static final int CACHE = 10_000;

  private final Path file;
  private final Set<String> shapes = new HashSet<>();
  private final Set<String> seen = new HashSet<>();

  ShapeLog(Path file) {
    this.file = file;
    try {
      if (Files.exists(file)) {
        shapes.addAll(Files.readAllLines(file, UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  synchronized void add(String sql) {
    if (seen.size() > CACHE) {
      seen.clear();
    }
    if (!seen.add(sql)) {
      return;
    }
    String shape = StatementShape.of(sql).toString();
    if (shapes.add(shape)) {
      try {
        Files.writeString(
            file, shape + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write " + file, e);
      }
    }
  }
}
