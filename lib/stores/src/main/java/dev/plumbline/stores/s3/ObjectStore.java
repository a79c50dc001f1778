package dev.plumbline.stores.s3;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Small objects on S3, named by {@code s3://bucket/key}. Text is UTF-8. */
public interface ObjectStore {
  /** Writes the object, replacing what was there. */
  void put(String uri, String text);

  /** Writes a file's bytes as they are, replacing what was there. */
  void putFile(String uri, Path file);

  /**
   * Writes the object if there is none, and then exactly one of several racing writers; false when
   * there is one already. After a lost answer it may say false although it wrote: where that
   * matters, read the object and look whose it is.
   */
  boolean putIfAbsent(String uri, String text);

  /** The object's text, or empty when there is none. */
  Optional<String> get(String uri);

  /** The objects whose key starts with the prefix, in the order of their keys. */
  List<Listed> list(String prefix);

  /** Removes the object; nothing happens when there is none. */
  void delete(String uri);

  /** Removes all objects of a folder. */
  default void deleteBelow(String folder) {
    list(folder + "/").forEach(object -> delete(object.uri()));
  }

  /**
   * An object of a listing.
   *
   * @param modifiedAt when it was last written, by the store's clock
   */
  record Listed(String uri, long bytes, Instant modifiedAt) {
    /** An object whose time does not matter. */
    public Listed(String uri, long bytes) {
      this(uri, bytes, Instant.EPOCH);
    }
  }
}
