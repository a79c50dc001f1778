package dev.plumbline.spark.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.shaded.org.apache.parquet.ParquetReadOptions;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnReader;
import org.apache.iceberg.shaded.org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Converter;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.GroupConverter;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Reads rows of a data file with Parquet's own column readers, without a copy of a column or a row
 * in between: of a row that is read once, and whose values go into a hash, that costs the least.
 * Holds one row group. Not thread-safe.
 */
public final class LakeFileReader implements AutoCloseable {
  private final ParquetFileReader file;
  private final MessageType columns;

  /**
   * @param fields ids of the columns that are read, in their order
   */
  public LakeFileReader(InputFile origin, List<Integer> fields) throws IOException {
    this.file =
        ParquetFileReader.open(new FileOrigin(origin), ParquetReadOptions.builder().build());
    MessageType schema = file.getFooter().getFileMetaData().getSchema();
    this.columns = new MessageType(schema.getName(), columns(schema, fields));
    file.setRequestedSchema(columns);
  }

  private static List<Type> columns(MessageType schema, List<Integer> fields) {
    List<Type> types = new ArrayList<>();
    for (int field : fields) {
      types.add(
          schema.getFields().stream()
              .filter(type -> type.getId() != null && type.getId().intValue() == field)
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no column " + field + " in a file")));
    }
    return types;
  }

  /** How many row groups there are. */
  public int groups() {
    return file.getRowGroups().size();
  }

  /**
   * Reads the rows of a group.
   *
   * @param sink gets each row, always the same object
   */
  public void read(int group, Consumer<InternalRow> sink) throws IOException {
    PageReadStore pages = file.readRowGroup(group);
    ColumnReadStoreImpl store =
        new ColumnReadStoreImpl(
            pages, new Unconverted(), columns, file.getFooter().getFileMetaData().getCreatedBy());
    ColumnReader[] readers =
        columns.getColumns().stream().map(store::getColumnReader).toArray(ColumnReader[]::new);
    ColumnsRow row = new ColumnsRow(readers);
    for (long left = pages.getRowCount(); left > 0; left--) {
      sink.accept(row);
      for (ColumnReader reader : readers) {
        reader.consume();
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Values are taken from the column readers, so that there is nothing to convert. */
  private static final class Unconverted extends GroupConverter {
    @Override
    public Converter getConverter(int field) {
      return new PrimitiveConverter() {};
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
