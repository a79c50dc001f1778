package dev.plumbline.spark.files;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.spark.source.UnfitValueException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Makes rows of the declared columns out of what a reader gives, and says where a row is that does
 * not fit. The first two columns of the reader's rows are the file's path, and where in the file
 * this part begins.
 *
 * @param place what a row of such files is called
 * @param seen takes the names of the columns that were in any row
 */
record TypedRows(Place place, Taker taker, CollectionAccumulator<Set<String>> seen)
    implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** How rows of a file are told apart. */
  enum Place {
    /** The reader gives the file whole, so that its rows can be counted. */
    ROW,
    /** The reader may give the file in parts, each with the byte at which it begins. */
    LINE,
    /** The reader gives each row's number, from 0, instead of where the part begins. */
    NUMBER
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Typed(rows);
  }

  private final class Typed implements Iterator<Row> {
    private final Iterator<Row> rows;
    private String file = "";
    private long start;
    private long number;
    private Row next;

    Typed(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      while (next == null && rows.hasNext()) {
        Object[] values = take(rows.next());
        if (values != null) {
          next = RowFactory.create(values);
        }
        if (!rows.hasNext() && !taker.seen().isEmpty()) {
          seen.add(taker.seen());
        }
      }
      return next != null;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row row = next;
      next = null;
      return row;
    }

    private Object[] take(Row raw) {
      count(raw.getString(0), raw.getLong(1));
      try {
        return taker.values(raw, number);
      } catch (UnfitValueException | SourceException e) {
        throw new SourceException("Cannot read " + where() + ": " + e.getMessage(), e);
      }
    }

    private void count(String from, long at) {
      if (place == Place.NUMBER) {
        file = from;
        number = at + 1;
      } else if (at == start && from.equals(file)) {
        number++;
      } else {
        file = from;
        start = at;
        number = 1;
      }
    }

    private String where() {
      String row = place == Place.LINE ? "line " : "row ";
      String after = place == Place.LINE && start > 0 ? " after byte " + start : "";
      return file + ", " + row + number + after;
    }
  }
}
