package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.spark.lake.LakePresent;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;

/**
 * Keys under which rows of a table go or come, so few that they are in memory, on the driver and on
 * each executor.
 */
public final class KeySet implements Serializable {
  private static final long serialVersionUID = 1L;

  /** More keys than that are left to Spark. */
  public static final int MOST = 250_000;

  private static final long MOST_BYTES = 64L << 20;

  private final TableForm form;

  /** Whether a row comes, by the identity of the row. */
  private final Map<Object, Boolean> coming;

  private final boolean numbers;
  private final long least;
  private final long most;

  private KeySet(TableForm form, Map<Object, Boolean> coming) {
    this.form = form;
    this.coming = coming;
    this.numbers = coming.keySet().stream().allMatch(Long.class::isInstance);
    this.least = numbers ? numbers().min().orElse(0) : 0;
    this.most = numbers ? numbers().max().orElse(-1) : -1;
  }

  private LongStream numbers() {
    return coming.keySet().stream().mapToLong(Long.class::cast);
  }

  /** How much is left of what a set may take. */
  static final class Room {
    private int keys = MOST;
    private long bytes = MOST_BYTES;

    boolean has(Object identity) {
      bytes -= RowIdentity.bytes(identity);
      return keys-- > 0 && bytes > 0;
    }
  }

  /**
   * The keys of rows that come and of rows that go; empty where they are too many, or two rows come
   * under one key.
   *
   * @param form of the table, with nothing but the key
   * @param written the rows that come
   * @param further keys, some of them perhaps of rows that come, and some twice
   */
  public static Optional<KeySet> of(
      Table table, TableForm form, WrittenRows written, List<RowKey> further) {
    Map<Object, Boolean> coming = new HashMap<>();
    Room room = new Room();
    for (Object identity : written.identities()) {
      if (!room.has(identity) || coming.put(identity, true) != null) {
        return Optional.empty();
      }
    }
    RowIdentity identity = new RowIdentity(form, ScannedColumns.of(table, form).schema());
    for (RowKey key : further) {
      Object gone = identity.of(key);
      if (!room.has(gone)) {
        return Optional.empty();
      }
      coming.putIfAbsent(gone, false);
    }
    return written.identities().size() < written.digest().rows()
        ? Optional.empty()
        : Optional.of(new KeySet(form, coming));
  }

  /** The table's columns that make up the key, and nothing else. */
  TableForm form() {
    return form;
  }

  /** The files in which rows under the keys may lie. */
  List<FileScanTask> files(LakePresent present) {
    return numbers ? present.between(form.key().get(0), least, most) : present.files();
  }

  /** Whether a row comes in place of this one; null where its key is none of these. */
  Boolean coming(Object identity) {
    if (numbers) {
      long number = identity instanceof Long whole ? whole : most + 1;
      if (number < least || number > most) {
        return null;
      }
    }
    return coming.get(identity);
  }
}
