package dev.plumbline.core.reconcile.measure;

import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyBounds;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * One side of a comparison, open for reading. Not for use by several threads at once. Every method
 * throws a {@link dev.plumbline.core.run.PlumblineException} when the store does not answer.
 */
public interface ComparedStore extends AutoCloseable {
  /** Rows, and the ends of a numeric key. */
  KeyBounds bounds();

  /**
   * Keys at which chunks of about {@code chunkRows} rows begin, ascending, read along the numeric
   * key's index; the first chunk's is left out.
   */
  List<BigInteger> boundaries(long chunkRows);

  /**
   * The digests of a chunk's buckets that hold rows, in any order.
   *
   * @param maxBuckets digests to return at most; one more is returned when there are more
   */
  List<BucketDigest> digests(Chunk chunk, int maxBuckets);

  /**
   * The same within a time, where the store can end a statement.
   *
   * @throws TooSlowException when it took longer
   */
  default List<BucketDigest> digests(Chunk chunk, int maxBuckets, Duration atMost) {
    return digests(chunk, maxBuckets);
  }

  /** Every row of some buckets of a chunk, in any order. */
  void rows(Chunk chunk, Collection<BigInteger> buckets, Consumer<RowDigest> sink);

  /**
   * The rows that have those keys by the store's own equality; a row whose canonical key is another
   * can be among them where the store compares without regard to case or trailing spaces.
   */
  List<RowDigest> rowsOf(Collection<RowKey> keys);

  /** As {@link #rowsOf}, with the values of the compared columns. */
  List<RowValues> valuesOf(Collection<RowKey> keys);

  @Override
  void close();
}
