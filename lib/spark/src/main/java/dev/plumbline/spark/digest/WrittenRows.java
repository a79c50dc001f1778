package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.spark.SparkFailures;
import dev.plumbline.spark.digest.FileDigest.Taker;
import dev.plumbline.spark.lake.LakeDraftFiles;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

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
    ScannedColumns columns = ScannedColumns.of(files.table(), form);
    RowIdentity identity = new RowIdentity(form, columns.schema());
    return SparkFailures.call(
            "read back rows of " + files.table().name(),
            () -> FileDigest.each(files, columns, () -> taker(form, columns, identity)))
        .stream()
        .reduce(all, WrittenRows::plus);
  }

  private static Taker<WrittenRows> taker(
      TableForm form, ScannedColumns columns, RowIdentity identity) {
    DigestWriter writer = new DigestWriter(form, columns.schema());
    DigestSum sum = new DigestSum(form);
    List<Object> identities = new ArrayList<>();
    KeySet.Room room = new KeySet.Room();
    return new Taker<>(
        row -> {
          writer.add(row, sum);
          Object one = identity.of(row);
          if (room.has(one)) {
            identities.add(one);
          }
        },
        () -> new WrittenRows(sum.digest(), identities));
  }

  private WrittenRows plus(WrittenRows other) {
    List<Object> both = new ArrayList<>(identities);
    both.addAll(other.identities);
    return new WrittenRows(digest.plus(other.digest), both);
  }
}
