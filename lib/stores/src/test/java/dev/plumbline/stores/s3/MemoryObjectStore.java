package dev.plumbline.stores.s3;

import dev.plumbline.core.run.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Objects in memory, with S3's conditional write; it can be told to fail. */
public final class MemoryObjectStore implements ObjectStore {
  private final NavigableMap<String, Written> objects = new TreeMap<>();
  private int writes;
  private boolean unreachable;
  private boolean losesAnswers;

  private record Written(String text, Instant modifiedAt) {}

  /** From now on every call fails, or works again. */
  public synchronized void unreachable(boolean state) {
    unreachable = state;
  }

  /** From now on conditional writes are done but answered as if they were refused. */
  public synchronized void losesAnswers(boolean state) {
    losesAnswers = state;
  }

  @Override
  public synchronized void put(String uri, String text) {
    check();
    writes++;
    objects.put(uri, new Written(text, Instant.ofEpochSecond(writes)));
  }

  @Override
  public void putFile(String uri, Path file) {
    try {
      put(uri, Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized boolean putIfAbsent(String uri, String text) {
    check();
    if (objects.containsKey(uri)) {
      return false;
    }
    put(uri, text);
    return !losesAnswers;
  }

  @Override
  public synchronized Optional<String> get(String uri) {
    check();
    return Optional.ofNullable(objects.get(uri)).map(Written::text);
  }

  @Override
  public synchronized List<Listed> list(String prefix) {
    check();
    return objects.tailMap(prefix, true).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .map(
            entry ->
                new Listed(
                    entry.getKey(),
                    entry.getValue().text().getBytes(StandardCharsets.UTF_8).length,
                    entry.getValue().modifiedAt()))
        .toList();
  }

  @Override
  public synchronized void delete(String uri) {
    check();
    objects.remove(uri);
  }

  private void check() {
    if (unreachable) {
      throw new SourceException("Cannot reach S3 at memory: told to fail");
    }
  }
}
