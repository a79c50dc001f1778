package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.spark.lake.LakePresent;
import dev.plumbline.spark.parquet.LakeFileReader.Span;
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;

/**
 * Keys under which rows of a table go or come, so few that they are in memory, on the driver and on
 * each executor.
 */
public final class KeySet implements Serializable {
  private static final long serialVersionUID = 1L;

  /** More keys than that are left to Spark. */
  public static final int MOST = 500_000;

  /** As are keys that take more memory than that. */
  private static final long MOST_BYTES = 32L << 20;

  private final TableForm form;

  /** Keys that are one whole number, in order, and at which places rows come. */
  private final long[] numbers;

  private final BitSet fresh;

  /** All other keys, and whether a row comes. */
  private final Map<Object, Boolean> others;

  private KeySet(TableForm form, Map<Object, Boolean> coming) {
    this.form = form;
    this.numbers =
        coming.keySet().stream()
            .filter(Long.class::isInstance)
            .mapToLong(Long.class::cast)
            .sorted()
            .toArray();
    this.fresh = new BitSet(numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      fresh.set(i, coming.remove(numbers[i]));
    }
    this.others = new HashMap<>(coming);
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
    if (written.identities().size() < written.digest().rows()) {
      return Optional.empty();
    }
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
      if (coming.putIfAbsent(gone, false) == null && !room.has(gone)) {
        return Optional.empty();
      }
    }
    return Optional.of(new KeySet(form, coming));
  }

  /** The table's columns that make up the key, and nothing else. */
  TableForm form() {
    return form;
  }

  /** The files in which rows under the keys may lie. */
  List<FileScanTask> files(LakePresent present) {
    if (!others.isEmpty()) {
      return present.files();
    }
    return numbers.length == 0
        ? List.of()
        : present.between(form.key().get(0), numbers[0], numbers[numbers.length - 1]);
  }

  /** Whether rows under the keys may lie where the key is from the one to the other. */
  boolean meets(Span span) {
    int found = Arrays.binarySearch(numbers, span.least());
    int next = found >= 0 ? found : -found - 1;
    return !others.isEmpty() || (next < numbers.length && numbers[next] <= span.most());
  }

  /** Looks for one key after another, soonest where they come in order. Not thread-safe. */
  final class Seeker {
    /** Of the numbers the first that is not less than the one that was sought last. */
    private int place;

    /** Whether a row comes in place of this one; null where its key is none of these. */
    Boolean coming(Object identity) {
      return identity instanceof Long number ? coming(number.longValue()) : others.get(identity);
    }

    /** The same of a key that is one number. */
    Boolean coming(long sought) {
      if ((place > 0 && numbers[place - 1] >= sought)
          || (place < numbers.length && numbers[place] < sought)) {
        int at = Arrays.binarySearch(numbers, sought);
        place = at >= 0 ? at : -at - 1;
      }
      boolean found = place < numbers.length && numbers[place] == sought;
      return found ? fresh.get(place) : null;
    }
  }
}
