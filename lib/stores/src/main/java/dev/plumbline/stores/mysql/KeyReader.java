package dev.plumbline.stores.mysql;

import dev.plumbline.core.reconcile.form.CanonicalBytes;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.table.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Digests and reads the keys of a table whose key is one whole number of at most eight bytes with a
 * sign, a page at a time along the key's index. Keys that lie close together are taken as bits, 64
 * to a word, which costs the server a quarter of what a hash of each takes.
 */
public final class KeyReader {
  /** Keys lie close where no more than so many numbers are between two, on average. */
  private static final long CLOSE = 16;

  /** So few that lie far apart are not looked through for some that lie close. */
  private static final long FEW = 65_536;

  private static final int WORD_BITS = 6;

  private static final int HASH_DIGITS = 16;

  private final String from;
  private final String key;

  public KeyReader(TableName table, String key) {
    this.from = " FROM " + MySqlDialect.quote(table);
    this.key = MySqlDialect.quote(key);
  }

  /**
   * Some of a table's keys.
   *
   * @param first the least of them; empty from the table's first on
   * @param next the first key that is none of them any more; empty up to the table's last
   * @param close whether they lie close together
   */
  public record Stretch(OptionalLong first, OptionalLong next, boolean close) {
    /** Whether a key would be one of them. */
    public boolean holds(long number) {
      return (first.isEmpty() || first.getAsLong() <= number)
          && (next.isEmpty() || number < next.getAsLong());
    }
  }

  /**
   * The keys of a stretch, in 64 bits and their number.
   *
   * @param sum the exclusive or of a hash of each word of bits, or of each key
   */
  public record Digest(long keys, long sum) {
    /**
     * Of the keys of a stretch, as the server digests them.
     *
     * @param sorted each once
     */
    public static Digest of(long[] sorted, Stretch stretch) {
      long sum = 0;
      int i = 0;
      while (i < sorted.length) {
        long word = sorted[i] >>> WORD_BITS;
        long bits = 0;
        do {
          bits |= 1L << sorted[i++];
        } while (stretch.close() && i < sorted.length && sorted[i] >>> WORD_BITS == word);
        sum ^= hash(word + ":" + Long.toUnsignedString(bits));
      }
      return new Digest(sorted.length, sum);
    }

    private static long hash(String text) {
      String digits = CanonicalBytes.hash(text, DigestStrength.STANDARD).substring(0, HASH_DIGITS);
      return Long.parseUnsignedLong(digits, 16);
    }
  }

  /**
   * The key at which the page that follows begins; empty where none does.
   *
   * @param first the page's first key; empty for the table's first page
   * @param rows how many keys a page has
   */
  public OptionalLong next(Connection connection, OptionalLong first, int rows)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT "
                    + key
                    + from
                    + range(first, OptionalLong.empty())
                    + " ORDER BY "
                    + key
                    + " LIMIT 1 OFFSET "
                    + rows)) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }

  /**
   * A page, cut where keys that lie close and keys that lie far apart would share a stretch; in the
   * keys' order.
   *
   * @param first the page's first key; empty for the table's first page
   * @param next the first key that belongs to it no more; empty for the last page
   * @param rows how many keys a page has
   */
  public List<Stretch> page(Connection connection, OptionalLong first, OptionalLong next, int rows)
      throws SQLException {
    List<Stretch> page = new ArrayList<>();
    cut(connection, stretch(connection, first, next, rows), rows, page);
    return page;
  }

  /** Of keys that lie far apart perhaps only some do. */
  private void cut(Connection connection, Stretch stretch, int rows, List<Stretch> page)
      throws SQLException {
    if (stretch.close() || rows <= FEW) {
      page.add(stretch);
      return;
    }
    int half = rows / 2;
    OptionalLong middle = next(connection, stretch.first(), half);
    if (middle.isEmpty() || !stretch.holds(middle.getAsLong())) {
      cut(connection, stretch(connection, stretch.first(), stretch.next(), half), half, page);
      return;
    }
    Stretch lower = stretch(connection, stretch.first(), middle, half);
    Stretch upper = stretch(connection, middle, stretch.next(), rows - half);
    if (lower.close() || upper.close()) {
      cut(connection, lower, half, page);
      cut(connection, upper, rows - half, page);
    } else {
      page.add(stretch);
    }
  }

  private Stretch stretch(Connection connection, OptionalLong first, OptionalLong next, int rows)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT MIN(" + key + "), MAX(" + key + ")" + from + range(first, next))) {
      row.next();
      // Below 0 where it is more than a number holds.
      long width = row.getLong(2) - row.getLong(1);
      return new Stretch(first, next, width >= 0 && width / CLOSE < rows);
    }
  }

  private String range(OptionalLong first, OptionalLong next) {
    List<String> ends = new ArrayList<>();
    first.ifPresent(least -> ends.add(key + " >= " + least));
    next.ifPresent(end -> ends.add(key + " < " + end));
    return ends.isEmpty() ? "" : " WHERE " + String.join(" AND ", ends);
  }

  /** The digest of a stretch's keys, worked out by the server. */
  public Digest digest(Connection connection, Stretch stretch) throws SQLException {
    String words =
        stretch.close()
            ? words("COUNT(*) AS n", stretch)
            : "SELECT "
                + word()
                + " AS w, "
                + bit()
                + " AS bits, 1 AS n"
                + from
                + range(stretch.first(), stretch.next());
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COALESCE(SUM(n), 0), BIT_XOR(CAST(CONV(LEFT(MD5(CONCAT(w, ':', bits)), "
                    + HASH_DIGITS
                    + "), 16, 10) AS UNSIGNED)) FROM ("
                    + words
                    + ") AS words")) {
      row.next();
      return new Digest(row.getLong(1), Long.parseUnsignedLong(row.getString(2)));
    }
  }

  /** The keys of a stretch, in their order. */
  public long[] keys(Connection connection, Stretch stretch) throws SQLException {
    LongStream.Builder keys = LongStream.builder();
    if (stretch.close()) {
      bits(connection, stretch, keys);
    } else {
      list(connection, stretch, keys);
    }
    return keys.build().sorted().toArray();
  }

  private void list(Connection connection, Stretch stretch, LongStream.Builder keys)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Connector/J streams rows by this number.
      statement.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet row =
          statement.executeQuery("SELECT " + key + from + range(stretch.first(), stretch.next()))) {
        while (row.next()) {
          keys.add(row.getLong(1));
        }
      }
    }
  }

  private void bits(Connection connection, Stretch stretch, LongStream.Builder keys)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(words("0 AS n", stretch))) {
      while (row.next()) {
        long word = row.getLong(1) << WORD_BITS;
        long rest = Long.parseUnsignedLong(row.getString(2));
        while (rest != 0) {
          keys.add(word | Long.numberOfTrailingZeros(rest));
          rest &= rest - 1;
        }
      }
    }
  }

  /** A row for each word of which there are keys. */
  private String words(String further, Stretch stretch) {
    return "SELECT "
        + word()
        + " AS w, BIT_OR("
        + bit()
        + ") AS bits, "
        + further
        + from
        + range(stretch.first(), stretch.next())
        + " GROUP BY w";
  }

  /** Shifts are of 64 bits without a sign, of numbers below 0 too, so that nothing is lost. */
  private String word() {
    return key + " >> " + WORD_BITS;
  }

  private String bit() {
    return "1 << (" + key + " & 63)";
  }
}
