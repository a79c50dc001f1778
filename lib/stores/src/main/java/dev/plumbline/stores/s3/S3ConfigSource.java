package dev.plumbline.stores.s3;

import dev.plumbline.core.config.ConfigSource;
import dev.plumbline.core.config.LocalConfigSource;
import dev.plumbline.core.run.SourceException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Configuration below an {@code s3://} prefix; any other path is read from this machine. */
public final class S3ConfigSource implements ConfigSource {
  private final ObjectStore store;
  private final ConfigSource local = new LocalConfigSource();

  public S3ConfigSource(ObjectStore store) {
    this.store = store;
  }

  @Override
  public String read(String path) throws IOException {
    if (!S3Uri.isS3(path)) {
      return local.read(path);
    }
    try {
      return store.get(path).orElseThrow(() -> new NoSuchFileException(path));
    } catch (SourceException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    if (!S3Uri.isS3(folder)) {
      return local.list(folder);
    }
    try {
      return store.list(folder.endsWith("/") ? folder : folder + "/").stream()
          .map(ObjectStore.Listed::uri)
          .filter(uri -> !uri.endsWith("/"))
          .sorted()
          .toList();
    } catch (SourceException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
