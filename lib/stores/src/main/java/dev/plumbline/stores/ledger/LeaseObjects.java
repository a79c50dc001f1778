package dev.plumbline.stores.ledger;

import dev.plumbline.core.run.Json;
import dev.plumbline.stores.s3.ObjectStore;
import dev.plumbline.stores.s3.ObjectStore.Listed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The objects of one lease: {@code <state>/leases/<pipeline>/<chain>/<token>.json}, one for each
 * holding. The greatest token is the holding that counts.
 *
 * <p>A holding is made by a write that succeeds only where there is no object yet, so of several
 * that want the same token one gets it, and tokens only grow.
 */
final class LeaseObjects {
  /** Former holdings that are kept, so that a late claim never finds the place of one free. */
  private static final int KEPT = 20;

  /**
   * S3-compatible servers on a file system list the temporary files of writes under way as well.
   */
  private static final Pattern NAME = Pattern.compile("[0-9]{19}\\.json");

  private final ObjectStore store;
  private final String folder;

  LeaseObjects(ObjectStore store, String state, String pipeline, String chain) {
    this.store = store;
    this.folder =
        (state.endsWith("/") ? state : state + "/") + "leases/" + pipeline + "/" + chain + "/";
  }

  /** Where the lease is kept, for messages. */
  String folder() {
    return folder;
  }

  /** The holding that counts; empty when nobody ever held the lease. */
  Optional<LeaseRecord> latest() {
    List<Listed> all = holdings();
    return all.isEmpty() ? Optional.empty() : read(all.get(all.size() - 1).uri());
  }

  /** Whether there is a holding of a greater token. */
  boolean isOvertaken(long token) {
    List<Listed> all = holdings();
    return !all.isEmpty() && all.get(all.size() - 1).uri().compareTo(uri(token)) > 0;
  }

  /**
   * Makes a holding; false when another has its token or a greater one.
   *
   * @param mine what is to be written; after a lost answer it is known again by its nonce
   */
  boolean claim(LeaseRecord mine) {
    boolean written =
        store.putIfAbsent(uri(mine.token()), Json.write(mine))
            || read(uri(mine.token())).filter(mine::isSameHolding).isPresent();
    return written && !isOvertaken(mine.token());
  }

  /** Writes a holding anew. Only its holder does. */
  void update(LeaseRecord mine) {
    store.put(uri(mine.token()), Json.write(mine));
  }

  /** Removes holdings that are long over. */
  void tidy() {
    List<Listed> all = holdings();
    all.subList(0, Math.max(0, all.size() - KEPT)).forEach(old -> store.delete(old.uri()));
  }

  /** The objects of all holdings, ascending. */
  private List<Listed> holdings() {
    return store.list(folder).stream()
        .filter(listed -> NAME.matcher(listed.uri().substring(folder.length())).matches())
        .toList();
  }

  private Optional<LeaseRecord> read(String uri) {
    return store.get(uri).map(text -> Json.read(text, LeaseRecord.class));
  }

  private String uri(long token) {
    return folder + String.format(Locale.ROOT, "%019d.json", token);
  }
}
