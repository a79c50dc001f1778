package dev.plumbline.spark.files;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.spark.source.UnfitValueException;
import java.io.Serializable;
import java.util.Set;
import org.apache.spark.sql.Row;

/** Takes the declared columns out of a row as Spark's reader gives it. */
interface Taker extends Serializable {
  /**
   * The values of the declared columns.
   *
   * @param raw the reader's row, of which the first two columns say where it is from
   * @param number of the row in its file, from 1
   * @return null where the row is none of the data
   * @throws UnfitValueException where a value does not fit its column
   * @throws SourceException where the row is none of its format; the message says no place
   */
  Object[] values(Row raw, long number);

  /** What tells of columns that no row has: those that were in any so far, by name. */
  default Set<String> seen() {
    return Set.of();
  }
}
