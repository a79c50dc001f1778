package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.spark.SparkFailures;
import dev.plumbline.spark.digest.FileDigest.Taker;
import dev.plumbline.spark.lake.LakeDraftFiles;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A few rows as they were read back from the files in which they lie.
 *
 * @param digest of all of them
 * @param identities of all of them; fewer than rows where there are too many
 */
public record WrittenRows(TableDigest digest, Identities identities) implements Serializable {
  /**
   * Reads the rows.
   *
   * @param form under which the digest is taken, of a table that has a key
   */
  public static WrittenRows of(LakeDraftFiles files, TableForm form) {
    TableDigest digest = TableDigest.empty(form);
    Identities identities = new Identities();
    if (files.files().isEmpty()) {
      return new WrittenRows(digest, identities);
    }
    RowIdentity identity = new RowIdentity(form, ScannedColumns.of(files.table(), form).schema());
    for (WrittenRows part :
        SparkFailures.call(
            "read back rows of " + files.table().name(),
            () -> FileDigest.each(files, form, () -> new IdentityTaker(identity)))) {
      digest = digest.plus(part.digest);
      identities.addAll(part.identities);
    }
    return new WrittenRows(digest, identities);
  }

  /** The identities in order, where they are numbers and all of them are there. */
  public Optional<long[]> numbers() {
    return identities.areNumbers() && identities.size() == digest.rows()
        ? Optional.of(identities.numbers())
        : Optional.empty();
  }

  /** Keeps as many as there is room for. */
  private static final class IdentityTaker implements Taker<WrittenRows> {
    private final RowIdentity identity;
    private final Identities identities = new Identities();

    IdentityTaker(RowIdentity identity) {
      this.identity = identity;
    }

    @Override
    public void row(InternalRow row) {
      identities.add(identity.of(row));
    }

    @Override
    public WrittenRows end(TableDigest digest) {
      return new WrittenRows(digest, identities);
    }
  }
}
