package dev.plumbline.sandbox.fault;

import dev.plumbline.core.table.TableName;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Keys that are set apart for planted faults: whoever writes to the source on the sandbox's behalf
 * holds a key while it writes its row, and gets none that is reserved. Thread-safe.
 */
public final class ReservedKeys {
  private final Set<Key> reserved = new HashSet<>();
  private final Set<Key> held = new HashSet<>();

  private record Key(TableName table, List<String> key) {}

  /** Takes the key for writing, unless it is reserved. */
  public synchronized boolean hold(TableName table, List<String> key) {
    Key wanted = new Key(table, List.copyOf(key));
    return !reserved.contains(wanted) && held.add(wanted);
  }

  /** Gives back a key when what was written is committed or rolled back. */
  public synchronized void release(TableName table, List<String> key) {
    held.remove(new Key(table, List.copyOf(key)));
    notifyAll();
  }

  /**
   * Sets keys apart. Returns when nobody writes their rows any more.
   *
   * @throws IllegalStateException when somebody does so for longer than that
   */
  public synchronized void reserve(
      TableName table, Collection<List<String>> keys, Duration patience) {
    reserveAtOnce(table, keys);
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (keys.stream().anyMatch(key -> held.contains(new Key(table, List.copyOf(key))))) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new IllegalStateException(
              "Cannot reserve keys of %s: somebody writes them for more than %s"
                  .formatted(table, patience));
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reserving keys of " + table, e);
    }
  }

  /** Sets keys apart from now on; what is being written goes on. */
  synchronized void reserveAtOnce(TableName table, Collection<List<String>> keys) {
    keys.forEach(key -> reserved.add(new Key(table, List.copyOf(key))));
  }

  synchronized boolean isReserved(TableName table, List<String> key) {
    return reserved.contains(new Key(table, List.copyOf(key)));
  }

  /** How many keys of a table are set apart. */
  synchronized int count(TableName table) {
    return (int) reserved.stream().filter(key -> key.table().equals(table)).count();
  }

  /** Gives keys free that turned out not to be needed. */
  synchronized void free(TableName table, Collection<List<String>> keys) {
    keys.forEach(key -> reserved.remove(new Key(table, List.copyOf(key))));
  }

  /** Gives all keys free. */
  synchronized void freeAll() {
    reserved.clear();
  }
}
