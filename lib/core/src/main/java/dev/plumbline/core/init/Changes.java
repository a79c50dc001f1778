package dev.plumbline.core.init;

import dev.plumbline.core.init.FileChange.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares a proposal with the folder that an earlier one was written to.
 *
 * <p>A file whose text still has the digest under which it was written is init's own and may be
 * replaced; any other was edited by hand and is left as it is.
 */
public final class Changes {
  private Changes() {}

  /**
   * What would be done.
   *
   * @param proposed text by path
   * @param present text of the files in the folder, by path
   * @param written digests by path, as the last write noted them
   */
  public static List<FileChange> between(
      Map<String, String> proposed, Map<String, String> present, Map<String, String> written) {
    List<FileChange> changes = new ArrayList<>();
    TreeSet<String> paths = new TreeSet<>(proposed.keySet());
    paths.addAll(written.keySet());
    for (String path : paths) {
      change(path, proposed.get(path), present.get(path), written.get(path))
          .ifPresent(changes::add);
    }
    return changes;
  }

  /**
   * The digests to note once the changes are made. A proposal that was put beside an edited file
   * counts as seen, so that it is not told again; an edited file of a table that is gone is told as
   * long as it is there.
   */
  public static Map<String, String> digests(
      Map<String, String> proposed, List<FileChange> changes, Map<String, String> written) {
    Map<String, String> digests = new TreeMap<>();
    proposed.forEach((path, text) -> digests.put(path, Digests.sha256(text)));
    changes.stream()
        .filter(change -> change.status() == Status.ORPHANED)
        .forEach(change -> digests.put(change.path(), written.get(change.path())));
    return digests;
  }

  private static Optional<FileChange> change(
      String path, String proposed, String present, String digest) {
    boolean own = present != null && Digests.sha256(present).equals(digest);
    if (proposed == null) {
      return present == null
          ? Optional.empty()
          : Optional.of(
              new FileChange(
                  path, own ? Status.REMOVED : Status.ORPHANED, LineDiff.of(present, "")));
    }
    boolean seen = Digests.sha256(proposed).equals(digest);
    if (proposed.equals(present) || (seen && !own)) {
      return Optional.of(new FileChange(path, Status.SAME, List.of()));
    }
    if (present == null) {
      return Optional.of(
          new FileChange(
              path, digest == null ? Status.ADDED : Status.DECLINED, LineDiff.of("", proposed)));
    }
    return Optional.of(
        new FileChange(path, own ? Status.CHANGED : Status.EDITED, LineDiff.of(present, proposed)));
  }
}
