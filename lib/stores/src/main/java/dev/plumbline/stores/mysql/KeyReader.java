package dev.plumbline.stores.mysql;

import dev.plumbline.core.reconcile.form.CanonicalBytes;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.table.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Digests and reads the keys of a table whose key is one whole number of at most eight bytes with a
 * sign, a stretch at a time along the key's index. Keys that lie close together are taken as bits,
 * 64 to a word, which costs the server a quarter of what a hash of each takes.
 */
public final class KeyReader {
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
   * @param least that any of them may be
   * @param most that any of them may be
   * @param close whether they are taken to lie close together, so that many share a word
   */
  public record Stretch(long least, long most, boolean close) {}

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

  /** The digest of a stretch's keys, worked out by the server. */
  public Digest digest(Connection connection, Stretch stretch) throws SQLException {
    String words =
        stretch.close()
            ? words("COUNT(*) AS n", stretch)
            : "SELECT " + word() + " AS w, " + bit() + " AS bits, 1 AS n" + from(stretch);
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

  /**
   * The keys of a stretch, in their order; empty where there are more than may be.
   *
   * @param atMost how many there may be
   */
  public Optional<long[]> keys(Connection connection, Stretch stretch, int atMost)
      throws SQLException {
    String sql = stretch.close() ? words("0 AS n", stretch) : "SELECT " + key + from(stretch);
    try (Statement statement = connection.createStatement()) {
      // Connector/J streams rows by this number.
      statement.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet rows = statement.executeQuery(sql + " LIMIT " + (atMost + 1L))) {
        LongStream.Builder keys = LongStream.builder();
        long count = 0;
        while (count <= atMost && rows.next()) {
          count += stretch.close() ? bits(rows, keys) : number(rows, keys);
        }
        return count > atMost ? Optional.empty() : Optional.of(keys.build().sorted().toArray());
      }
    }
  }

  private static int number(ResultSet row, LongStream.Builder keys) throws SQLException {
    keys.add(row.getLong(1));
    return 1;
  }

  private static int bits(ResultSet row, LongStream.Builder keys) throws SQLException {
    long word = row.getLong(1) << WORD_BITS;
    long bits = Long.parseUnsignedLong(row.getString(2));
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      keys.add(word | Long.numberOfTrailingZeros(rest));
    }
    return Long.bitCount(bits);
  }

  /** A row for each word of which there are keys. The table may have columns of any name. */
  private String words(String further, Stretch stretch) {
    return "SELECT "
        + word()
        + " AS w, BIT_OR("
        + bit()
        + ") AS bits, "
        + further
        + from(stretch)
        + " GROUP BY 1";
  }

  private String from(Stretch stretch) {
    return from + " WHERE " + key + " BETWEEN " + stretch.least() + " AND " + stretch.most();
  }

  /** Shifts are of 64 bits without a sign, of numbers below 0 too, so that nothing is lost. */
  private String word() {
    return key + " >> " + WORD_BITS;
  }

  private String bit() {
    return "1 << (" + key + " & 63)";
  }
}
