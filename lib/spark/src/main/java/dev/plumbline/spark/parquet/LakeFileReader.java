package dev.plumbline.spark.parquet;

import dev.plumbline.core.reconcile.form.TableForm;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.Schema;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.shaded.org.apache.parquet.ParquetReadOptions;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnReader;
import org.apache.iceberg.shaded.org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;
import org.apache.iceberg.shaded.org.apache.parquet.column.statistics.IntStatistics;
import org.apache.iceberg.shaded.org.apache.parquet.column.statistics.LongStatistics;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Converter;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.GroupConverter;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.iceberg.shaded.org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Reads rows of a data file with Parquet's own column readers, without a copy of a column or a row
 * in between: of a row that is read once, and whose values go into a hash, that costs the least.
 * Holds one row group. Not thread-safe.
 */
public final class LakeFileReader implements AutoCloseable {
  private final InputFile origin;
  private final ParquetFileReader file;
  private final MessageType schema;

  /** Opens the file. */
  public LakeFileReader(InputFile origin) throws IOException {
    this.origin = origin;
    this.file =
        ParquetFileReader.open(new FileOrigin(origin), ParquetReadOptions.builder().build());
    this.schema = file.getFooter().getFileMetaData().getSchema();
  }

  /** How many row groups there are. */
  public int groups() {
    return file.getRowGroups().size();
  }

  /** How many rows a group has. */
  public int rows(int group) {
    return Math.toIntExact(file.getRowGroups().get(group).getRowCount());
  }

  /** The least and the greatest number of a column in a group. */
  public record Span(long least, long most) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Whether some number is in both. */
    public boolean meets(Span other) {
      return least <= other.most && other.least <= most;
    }

    public boolean holds(long number) {
      return least <= number && number <= most;
    }
  }

  /** What the file says of a column of whole numbers; empty where it says nothing. */
  public Optional<Span> span(int group, int field) {
    String name = find(schema, field).map(Type::getName).orElse("");
    return file.getRowGroups().get(group).getColumns().stream()
        .filter(column -> column.getPath().equals(ColumnPath.get(name)))
        .map(ColumnChunkMetaData::getStatistics)
        .filter(bounds -> bounds != null && bounds.hasNonNullValue())
        .filter(bounds -> bounds.isNumNullsSet() && bounds.getNumNulls() == 0)
        .filter(bounds -> bounds instanceof LongStatistics || bounds instanceof IntStatistics)
        .map(
            bounds ->
                new Span(
                    ((Number) bounds.genericGetMin()).longValue(),
                    ((Number) bounds.genericGetMax()).longValue()))
        .findFirst();
  }

  /**
   * Whether the file has columns, each stored as a table's schema has it now.
   *
   * @param fields their ids
   */
  public boolean holds(Schema table, List<Integer> fields) {
    MessageType wanted = ParquetSchemaUtil.convert(table, "table");
    return fields.stream()
        .allMatch(
            field ->
                find(schema, field)
                    .filter(
                        type ->
                            type.isPrimitive()
                                && find(wanted, field)
                                    .filter(now -> stored(now) == stored(type))
                                    .isPresent())
                    .isPresent());
  }

  /** Takes the whole numbers of a column in the order of their rows, some at a time. */
  public interface Numbers {
    /**
     * @param numbers of rows that follow each other; another content each time
     */
    void take(long[] numbers, int count);

    /** The next row has NULL there. */
    void nothing();
  }

  /**
   * Reads a column of whole numbers of a group, of four bytes or of eight, as the file was written.
   */
  public void read(int group, int field, Numbers sink) throws IOException {
    MessageType columns = columns(List.of(field));
    if (span(group, field).isPresent()) {
      file.setRequestedSchema(columns);
      ColumnDescriptor column = columns.getColumns().get(0);
      new NumberPages(column, file.readRowGroup(group).getPageReader(column)).read(sink);
      return;
    }
    boolean narrow = stored(columns.getType(0)) == PrimitiveTypeName.INT32;
    long[] one = new long[1];
    read(
        group,
        List.of(field),
        row -> {
          if (row.isNullAt(0)) {
            sink.nothing();
          } else {
            one[0] = narrow ? row.getInt(0) : row.getLong(0);
            sink.take(one, 1);
          }
        });
  }

  /** What the file keeps of its rows in a form; empty where it keeps nothing in that form. */
  public Optional<RowChecksums> checksums(TableForm form) {
    return RowChecksums.of(origin, file.getFooter().getFileMetaData().getKeyValueMetaData(), form);
  }

  /** Reads those of a group. */
  public void read(int group, RowChecksums checksums) throws IOException {
    checksums.read(group, rows(group));
  }

  private static PrimitiveTypeName stored(Type type) {
    return type.asPrimitiveType().getPrimitiveTypeName();
  }

  private static Optional<Type> find(MessageType schema, int field) {
    return schema.getFields().stream()
        .filter(type -> type.getId() != null && type.getId().intValue() == field)
        .findFirst();
  }

  private MessageType columns(List<Integer> fields) {
    List<Type> types = new ArrayList<>();
    for (int field : fields) {
      types.add(
          find(schema, field)
              .orElseThrow(() -> new IllegalStateException("no column " + field + " in a file")));
    }
    return new MessageType(schema.getName(), types);
  }

  /**
   * Reads all rows of a group.
   *
   * @param fields ids of the columns that are read, in their order
   * @param sink gets each row, always the same object, and reads each of its values
   */
  public void read(int group, List<Integer> fields, Consumer<InternalRow> sink) throws IOException {
    Group rows = new Group(group, fields);
    for (int left = rows(group); left > 0; left--) {
      sink.accept(rows.row);
      rows.next();
    }
  }

  /**
   * Reads some rows of a group.
   *
   * @param wanted which of them, counted from 0
   */
  public void read(int group, List<Integer> fields, BitSet wanted, Consumer<InternalRow> sink)
      throws IOException {
    Group rows = new Group(group, fields);
    for (int i = 0; i < wanted.length(); i++) {
      if (wanted.get(i)) {
        sink.accept(rows.row);
      } else {
        rows.skip();
      }
      rows.next();
    }
  }

  /** The columns of a row group. */
  private final class Group {
    private final ColumnReader[] readers;
    private final int[] defined;
    private final ColumnsRow row;

    Group(int group, List<Integer> fields) throws IOException {
      MessageType columns = columns(fields);
      file.setRequestedSchema(columns);
      PageReadStore pages = file.readRowGroup(group);
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(
              pages, new Unconverted(), columns, file.getFooter().getFileMetaData().getCreatedBy());
      this.readers =
          columns.getColumns().stream().map(store::getColumnReader).toArray(ColumnReader[]::new);
      this.defined =
          columns.getColumns().stream()
              .mapToInt(column -> column.getMaxDefinitionLevel())
              .toArray();
      this.row = new ColumnsRow(readers);
    }

    /** Passes over the values at which the readers stand. */
    void skip() {
      for (int i = 0; i < readers.length; i++) {
        if (readers[i].getCurrentDefinitionLevel() == defined[i]) {
          readers[i].skip();
        }
      }
    }

    void next() {
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
