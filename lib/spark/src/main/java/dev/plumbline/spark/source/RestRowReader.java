package dev.plumbline.spark.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.rest.RestPage;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Turns the pages of a range into rows. Holds one page. */
final class RestRowReader implements PartitionReader<InternalRow> {
  private final String path;
  private final List<JsonColumn> columns;
  private final Iterator<RestPage> pages;
  private Iterator<ObjectNode> page = Collections.emptyIterator();
  private InternalRow row;

  RestRowReader(String path, List<JsonColumn> columns, Iterator<RestPage> pages) {
    this.path = path;
    this.columns = columns;
    this.pages = pages;
  }

  @Override
  public boolean next() {
    while (!page.hasNext()) {
      if (!pages.hasNext()) {
        return false;
      }
      page = pages.next().rows().iterator();
    }
    row = convert(page.next());
    return true;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() {
    page = Collections.emptyIterator();
  }

  private InternalRow convert(JsonNode node) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      JsonColumn column = columns.get(i);
      try {
        values[i] = column.value(node);
      } catch (IllegalArgumentException e) {
        throw new SourceException(
            "Cannot read "
                + path
                + ": "
                + column.pointer()
                + " of a row is "
                + column.shown(node)
                + ", which is no "
                + column.type().simpleString(),
            e);
      }
    }
    return new GenericInternalRow(values);
  }
}
