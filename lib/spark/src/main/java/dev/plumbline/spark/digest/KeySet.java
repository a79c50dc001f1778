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

/**
 * Keys under which rows of a table go or come, so few that they are in memory, on the driver and on
 * each executor.
 */
public final class KeySet implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TableForm form;

  /** Keys that are one whole number, in order, and at which places rows come. */
  private final long[] numbers;

  private final BitSet fresh;

  /** All other keys, and whether a row comes. */
  private final Map<RowKey, Boolean> others = new HashMap<>();

  private KeySet(TableForm form, Identities coming, Identities further) {
    this.form = form;
    long[] come = coming.numbers();
    long[] go = further.numbers();
    long[] both = Arrays.copyOf(come, come.length + go.length);
    System.arraycopy(go, 0, both, come.length, go.length);
    this.numbers = Identities.inOrder(both);
    this.fresh = new BitSet(numbers.length);
    int at = 0;
    for (long number : come) {
      while (numbers[at] < number) {
        at++;
      }
      fresh.set(at);
    }
    coming.others().forEach(key -> others.put(key, true));
    further.others().forEach(key -> others.putIfAbsent(key, false));
  }

  /**
   * The keys of rows that come and of rows that go; empty where too many come, or two under one
   * key.
   *
   * @param form of the table, with nothing but the key
   * @param written the rows that come
   * @param further some of them perhaps of rows that come
   */
  public static Optional<KeySet> of(TableForm form, WrittenRows written, Identities further) {
    if (written.identities().size() < written.digest().rows()) {
      return Optional.empty();
    }
    KeySet keys = new KeySet(form, written.identities(), further);
    return Optional.of(keys).filter(set -> set.coming() == written.digest().rows());
  }

  /** How many rows come, each under a key of its own. */
  private long coming() {
    return fresh.cardinality() + others.values().stream().filter(coming -> coming).count();
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
