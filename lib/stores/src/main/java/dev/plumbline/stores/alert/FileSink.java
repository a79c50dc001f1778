package dev.plumbline.stores.alert;

import dev.plumbline.core.run.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends each alert to a file, one line of JSON each. */
final class FileSink implements AlertSink {
  private final Path file;

  FileSink(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return "file " + file;
  }

  @Override
  public void tell(Alert alert) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    Files.writeString(
        file,
        Json.line(alert) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
