package dev.plumbline.core.config;

import java.io.IOException;
import java.util.List;

/** Reads configuration files, from a folder or from S3. */
public interface ConfigSource {
  /**
   * The file's text, read as UTF-8.
   *
   * @throws IOException when it cannot be read; {@link java.nio.file.NoSuchFileException} when it
   *     is not there
   */
  String read(String path) throws IOException;

  /** Full paths of the files below the folder, sorted; empty when there is no such folder. */
  List<String> list(String folder) throws IOException;
}
