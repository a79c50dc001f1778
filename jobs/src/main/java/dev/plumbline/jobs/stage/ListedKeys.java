package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.thread.Pending;
import dev.plumbline.spark.digest.Identities;
import dev.plumbline.spark.digest.WholeKeys;
import dev.plumbline.spark.digest.WholeKeys.Page;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.parquet.LakeFileReader.Span;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.mysql.KeyReader;
import dev.plumbline.stores.mysql.KeyReader.Digest;
import dev.plumbline.stores.mysql.KeyReader.Stretch;
import dev.plumbline.stores.mysql.MySqlTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Finds the keys by which the source and bronze differ by going through all keys of both, a page at
 * a time: where the source's digest of a stretch is another one, its keys are listed. For tables
 * whose key is one whole number.
 */
final class ListedKeys {
  /** Keys of a page, about, of which two are in memory. */
  private static final int PAGE = 1_000_000;

  /** A page with more is cut. */
  private static final int MOST = 2_500_000;

  /** With how many a table is begun, and how many that lie far apart are taken together. */
  private static final int FEW = 65_536;

  /** Keys lie close where no more than so many numbers are between two, on average. */
  private static final long CLOSE = 16;

  private final Engine engine;
  private final TableSpec table;
  private final MySqlTable actual;
  private final JdbcSide source;
  private final KeyReader reader;

  /** Whether the last stretch differed: so will the next one, as a rule, and is listed at once. */
  private boolean differing;

  /** Keys of the next stretch. */
  private int size = FEW;

  /**
   * @param actual the table as the server describes it
   */
  ListedKeys(Engine engine, TableSpec table, MySqlTable actual, JdbcSide source) {
    this.engine = engine;
    this.table = table;
    this.actual = actual;
    this.source = source;
    this.reader = new KeyReader(table.source(), table.key().get(0));
  }

  /**
   * Finds them; empty where the key or bronze's files are such that Spark must look.
   *
   * @param fresh rows that bronze is to have beside its own, or in their place
   */
  Optional<KeyDifferences> differences(LakeTable bronze, FreshRows fresh) throws SQLException {
    if (!actual.indexed().contains(table.key().get(0))
        || table.column(table.key().get(0)).nullable()) {
      return Optional.empty();
    }
    Optional<long[]> coming = fresh.written().numbers();
    if (coming.isEmpty()) {
      return Optional.empty();
    }
    Optional<WholeKeys> held =
        WholeKeys.of(engine.spark(), bronze.present(), KeyDifferences.form(table), PAGE);
    if (held.isEmpty()) {
      return Optional.empty();
    }
    try (Connection connection = source.sessions().open()) {
      return Optional.of(walk(connection, held.get(), coming.get()));
    }
  }

  private KeyDifferences walk(Connection connection, WholeKeys held, long[] coming)
      throws SQLException {
    KeyDifferences found = new KeyDifferences(table, KeyDifferences.form(table));
    try {
      if (compareAll(connection, held, coming, found)) {
        found.completed();
      }
      return found;
    } catch (SQLException | RuntimeException e) {
      found.close();
      throw e;
    }
  }

  /**
   * False where more differ than fit into memory. While the source is asked for a page, bronze's
   * keys of the next one are read.
   */
  private boolean compareAll(
      Connection connection, WholeKeys held, long[] coming, KeyDifferences found)
      throws SQLException {
    List<Span> pages = held.pages();
    Pending<Page> ahead = read(held, pages.get(0));
    try {
      for (int i = 0; i < pages.size(); i++) {
        Page page = ahead.await();
        if (i + 1 < pages.size()) {
          ahead = read(held, pages.get(i + 1));
        }
        if (!comparePage(connection, held, pages.get(i), page, coming, found)) {
          return false;
        }
      }
      return true;
    } finally {
      ahead.close();
    }
  }

  private Pending<Page> read(WholeKeys held, Span span) {
    return Pending.begin(() -> held.of(span, MOST), engine::beside);
  }

  private boolean comparePage(
      Connection connection,
      WholeKeys held,
      Span span,
      Page page,
      long[] coming,
      KeyDifferences found)
      throws SQLException {
    if (page.keys().isPresent()) {
      return comparePage(connection, span, with(page.keys().get(), coming, span), found);
    }
    if (span.least() == span.most()) {
      return false;
    }
    for (Span half : page.halves()) {
      if (!comparePage(connection, held, half, held.of(half, MOST), coming, found)) {
        return false;
      }
    }
    return true;
  }

  /** Keys of a page together with those of the others that are in it, in order, each once. */
  private static long[] with(long[] keys, long[] others, Span page) {
    long[] more = LongStream.of(others).filter(page::holds).toArray();
    long[] all = Arrays.copyOf(keys, keys.length + more.length);
    System.arraycopy(more, 0, all, keys.length, more.length);
    Arrays.sort(all);
    int count = 0;
    for (long key : all) {
      if (count == 0 || all[count - 1] != key) {
        all[count++] = key;
      }
    }
    return Arrays.copyOf(all, count);
  }

  private boolean comparePage(Connection connection, Span page, long[] mine, KeyDifferences found)
      throws SQLException {
    int begin = 0;
    do {
      int end = end(mine, begin);
      Stretch stretch =
          new Stretch(
              begin == 0 ? page.least() : mine[begin],
              end == mine.length ? page.most() : mine[end] - 1,
              close(mine, begin, end));
      if (!compare(connection, stretch, Arrays.copyOfRange(mine, begin, end), found)) {
        return false;
      }
      begin = end;
    } while (begin < mine.length);
    return true;
  }

  /** Where a stretch ends: as many keys as one is to have, fewer where only some lie close. */
  private int end(long[] keys, int begin) {
    int count = Math.min(size, keys.length - begin);
    while (count > FEW && !close(keys, begin, begin + count)) {
      count /= 2;
    }
    return begin + count;
  }

  private static boolean close(long[] keys, int begin, int end) {
    // Below 0 where it is more than a number holds.
    long width = end == begin ? 0 : keys[end - 1] - keys[begin];
    return width >= 0 && width / CLOSE < end - begin;
  }

  /** False where more differ than fit into memory. */
  private boolean compare(Connection connection, Stretch stretch, long[] mine, KeyDifferences found)
      throws SQLException {
    source.gate().pass(connection);
    if (!differing && reader.digest(connection, stretch).equals(Digest.of(mine, stretch))) {
      size = Math.min(2 * size, PAGE);
      return true;
    }
    long before = found.size();
    Optional<long[]> theirs = reader.keys(connection, stretch, mine.length + Identities.MOST);
    theirs.ifPresent(keys -> compare(keys, mine, found));
    differing = found.size() > before;
    return theirs.isPresent() && found.size() <= Identities.MOST;
  }

  private static void compare(long[] theirs, long[] mine, KeyDifferences found) {
    int i = 0;
    int j = 0;
    while (i < theirs.length || j < mine.length) {
      if (j == mine.length || (i < theirs.length && theirs[i] < mine[j])) {
        found.missed(key(theirs[i++]));
      } else if (i == theirs.length || mine[j] < theirs[i]) {
        found.gone(key(mine[j++]));
      } else {
        i++;
        j++;
      }
    }
  }

  private static RowKey key(long number) {
    return RowKey.of(Long.toString(number));
  }
}
