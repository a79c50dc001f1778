package dev.plumbline.stores.s3;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Small objects on S3, named by {@code s3://bucket/key}. Text is UTF-8. */
public interface ObjectStore {
  /** Writes the object, replacing what was there. */
  void put(String uri, String text);

  /**
   * Writes the object if there is none; false when there is one already. After a lost answer it may
   * say false although it wrote: where that matters, read the object and look whose it is.
   */
  boolean putIfAbsent(String uri, String text);

  /**
   * Replaces the object if it still has that tag; false when it has changed or is gone, or when a
   * lost answer hides that it was written.
   */
  boolean putIfMatch(String uri, String tag, String text);

  /** The object, or empty when there is none. */
  Optional<Stored> get(String uri);

  /** The objects whose key starts with the prefix, in the order of their keys. */
  List<Listed> list(String prefix);

  /** Removes the object; nothing happens when there is none. */
  void delete(String uri);

  /** An object's text with the tag of this very version. */
  record Stored(String text, String tag) {}

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
