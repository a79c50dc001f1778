package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.spark.SparkFailures;
import dev.plumbline.spark.digest.FileDigest.Taker;
import dev.plumbline.spark.lake.LakeDraftFiles;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A few rows as they were read back from the files in which they lie.
 *
 * @param digest of all of them
 * @param identities of all of them, as {@link RowIdentity} has them; as many as fit into a {@link
 *     KeySet}, so that there are fewer than rows where there are too many
 */
public record WrittenRows(TableDigest digest, List<Object> identities) implements Serializable {
  /**
   * Reads the rows.
   *
   * @param form under which the digest is taken, of a table that has a key
   */
  public static WrittenRows of(LakeDraftFiles files, TableForm form) {
    WrittenRows all = new WrittenRows(TableDigest.empty(form), new ArrayList<>());
    if (files.files().isEmpty()) {
      return all;
    }
    RowIdentity identity = new RowIdentity(form, ScannedColumns.of(files.table(), form).schema());
    return SparkFailures.call(
            "read back rows of " + files.table().name(),
            () -> FileDigest.each(files, form, () -> new IdentityTaker(identity)))
        .stream()
        .reduce(all, WrittenRows::plus);
  }

  /** The identities, where they are numbers and all of them are there. */
  public Optional<long[]> numbers() {
    boolean all =
        identities.size() == digest.rows() && identities.stream().allMatch(Long.class::isInstance);
    return all
        ? Optional.of(identities.stream().mapToLong(Long.class::cast).distinct().toArray())
        : Optional.empty();
  }

  /** Keeps as many as there is room for. */
  private static final class IdentityTaker implements Taker<WrittenRows> {
    private final RowIdentity identity;
    private final List<Object> identities = new ArrayList<>();
    private final KeySet.Room room = new KeySet.Room();

    IdentityTaker(RowIdentity identity) {
      this.identity = identity;
    }

    @Override
    public void row(InternalRow row) {
      Object one = identity.of(row);
      if (room.has(one)) {
        identities.add(one);
      }
    }

    @Override
    public WrittenRows end(TableDigest digest) {
      return new WrittenRows(digest, identities);
    }
  }

  private WrittenRows plus(WrittenRows other) {
    List<Object> both = new ArrayList<>(identities);
    both.addAll(other.identities);
    return new WrittenRows(digest.plus(other.digest), both);
  }
}
