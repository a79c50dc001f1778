package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.spark.digest.KeySet;
import dev.plumbline.spark.digest.WholeKeys;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.mysql.KeyReader;
import dev.plumbline.stores.mysql.KeyReader.Digest;
import dev.plumbline.stores.mysql.KeyReader.Stretch;
import dev.plumbline.stores.mysql.MySqlTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;

/**
 * Finds the keys by which the source and bronze differ by going through all keys of both, a page at
 * a time: where the source's digest of a stretch is another one, its keys are listed. For tables
 * whose key is one whole number.
 */
final class ListedKeys {
  /** Keys of each side that are in memory at once. */
  private static final int PAGE = 2_000_000;

  private final SparkSession spark;
  private final TableSpec table;
  private final MySqlTable actual;
  private final JdbcSide source;
  private final KeyReader reader;

  /** Whether the last stretch differed: so will the next one, as a rule, and is listed at once. */
  private boolean differing;

  /**
   * @param actual the table as the server describes it
   */
  ListedKeys(SparkSession spark, TableSpec table, MySqlTable actual, JdbcSide source) {
    this.spark = spark;
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
    Optional<WholeKeys> held = WholeKeys.of(spark, bronze.present(), KeyDifferences.form(table));
    Optional<long[]> coming = fresh.written().numbers();
    if (held.isEmpty() || coming.isEmpty()) {
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

  /** False where more differ than fit into memory. */
  private boolean compareAll(
      Connection connection, WholeKeys held, long[] coming, KeyDifferences found)
      throws SQLException {
    OptionalLong first = OptionalLong.empty();
    do {
      source.gate().pass(connection);
      OptionalLong next = reader.next(connection, first, PAGE);
      long least = first.orElse(Long.MIN_VALUE);
      long most = next.isPresent() ? next.getAsLong() - 1 : Long.MAX_VALUE;
      Optional<long[]> copy = held.between(least, most, PAGE + KeySet.MOST);
      if (copy.isEmpty()) {
        return false;
      }
      long[] mine =
          LongStream.concat(
                  LongStream.of(copy.get()),
                  LongStream.of(coming).filter(key -> least <= key && key <= most))
              .sorted()
              .distinct()
              .toArray();
      for (Stretch stretch : reader.page(connection, first, next, PAGE)) {
        compare(connection, stretch, LongStream.of(mine).filter(stretch::holds).toArray(), found);
      }
      first = next;
    } while (first.isPresent() && found.size() <= KeySet.MOST);
    return found.size() <= KeySet.MOST;
  }

  private void compare(Connection connection, Stretch stretch, long[] mine, KeyDifferences found)
      throws SQLException {
    source.gate().pass(connection);
    if (differing || !reader.digest(connection, stretch).equals(Digest.of(mine, stretch))) {
      long before = found.size();
      compare(reader.keys(connection, stretch), mine, found);
      differing = found.size() > before;
    }
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
