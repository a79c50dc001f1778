package dev.plumbline.spark.parquet;

import dev.plumbline.core.reconcile.form.TableForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.spark.TaskContext;

/**
 * Writes rows into data files of a table, which are not part of it yet, as the table's properties
 * say. Holds the packed pages of one row group. Not thread-safe.
 */
public final class LakeFileWriter implements AutoCloseable {
  /** Values that are not packed yet, of all columns together. */
  private static final int UNPACKED_BYTES = 1 << 25;

  private static final int MOST_PAGE_BYTES = 1 << 20;
  private static final int LEAST_PAGE_BYTES = 1 << 13;
  private static final long DEFAULT_GROUP_BYTES = 32L << 20;
  private static final long DEFAULT_FILE_BYTES = 128L << 20;

  private final Table table;
  private final MessageType schema;
  private final OutputFileFactory names;
  private final PageCompressor compressor;
  private final ColumnChunk[] chunks;
  private final ConstantChunk[] constants;
  private final long groupBytes;
  private final long fileBytes;
  private final List<DataFile> files = new ArrayList<>();
  private final Bytes checksums = new Bytes();
  private final List<Long> checksumPlaces = new ArrayList<>();
  private final boolean wideChecksums;
  private Optional<TableForm> digested;
  private EncryptedOutputFile open;
  private FileTarget target;
  private ParquetFileWriter file;
  private long rows;

  /**
   * @param table as it travels to executors
   * @param part tells this writer's files from those of others of the same operation
   * @param operation an id
   * @param constants what the table's last columns hold in each row: texts, or microseconds
   * @param digested the form of the checksums that come with the rows; empty where none do
   */
  public LakeFileWriter(
      Table table,
      int part,
      long task,
      String operation,
      List<Object> constants,
      Optional<TableForm> digested) {
    this.table = table;
    this.schema = ParquetSchemaUtil.convert(table.schema(), "table");
    this.digested = digested;
    this.wideChecksums = digested.filter(RowChecksums::wide).isPresent();
    this.names =
        OutputFileFactory.builderFor(table, part, task)
            .format(FileFormat.PARQUET)
            .operationId(operation)
            .build();
    this.compressor = new PageCompressor((int) number("write.parquet.compression-level", 1));
    this.groupBytes = number("write.parquet.row-group-size-bytes", DEFAULT_GROUP_BYTES);
    this.fileBytes = number("write.target-file-size-bytes", DEFAULT_FILE_BYTES);
    List<ColumnDescriptor> columns = schema.getColumns();
    this.chunks = new ColumnChunk[columns.size()];
    this.constants = new ConstantChunk[constants.size()];
    int first = columns.size() - constants.size();
    int pageBytes =
        Math.max(LEAST_PAGE_BYTES, Math.min(MOST_PAGE_BYTES, UNPACKED_BYTES / columns.size()));
    for (int i = 0; i < chunks.length; i++) {
      if (i < first) {
        chunks[i] = chunk(columns.get(i), pageBytes);
      } else {
        this.constants[i - first] = constant(columns.get(i), constants.get(i - first));
        chunks[i] = this.constants[i - first];
      }
    }
  }

  /** For the task that runs on this thread. */
  public static LakeFileWriter ofTask(
      Table table, String operation, List<Object> constants, Optional<TableForm> digested) {
    TaskContext task = TaskContext.get();
    return new LakeFileWriter(
        table, task.partitionId(), task.taskAttemptId(), operation, constants, digested);
  }

  private long number(String property, long otherwise) {
    return Long.parseLong(table.properties().getOrDefault(property, Long.toString(otherwise)));
  }

  private ColumnChunk chunk(ColumnDescriptor column, int pageBytes) {
    boolean bounds = bounds(column);
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case INT32, INT64, FLOAT, DOUBLE -> new NumberChunk(column, compressor, bounds, pageBytes);
      case BINARY -> new BytesChunk(column, compressor, bounds, pageBytes);
      case FIXED_LEN_BYTE_ARRAY -> new FixedChunk(column, compressor, bounds, pageBytes);
      default -> throw new IllegalArgumentException("no column of MySQL becomes " + column);
    };
  }

  private ConstantChunk constant(ColumnDescriptor column, Object value) {
    return value instanceof String text
        ? new ConstantChunk(
            column, compressor, bounds(column), text.getBytes(StandardCharsets.UTF_8))
        : new ConstantChunk(column, compressor, bounds(column), (long) value);
  }

  private boolean bounds(ColumnDescriptor column) {
    return !"false"
        .equals(
            table.properties().get("write.parquet.stats-enabled.column." + column.getPath()[0]));
  }

  public void addNull(int column) {
    chunks[column].addNull();
  }

  /** A number, in a column of INT, LONG, DATE, a timestamp, or a decimal of up to 18 digits. */
  public void addNumber(int column, long value) {
    ((NumberChunk) chunks[column]).add(value);
  }

  /** Text or bytes. */
  public void addBytes(int column, byte[] from, int start, int length) {
    ((BytesChunk) chunks[column]).add(from, start, length);
  }

  /** A decimal of more than 18 digits, unscaled: two's complement, high byte first. */
  public void addDecimal(int column, byte[] from, int start, int length) {
    ((FixedChunk) chunks[column]).add(from, start, length);
  }

  /** Some row of those that are written from now on has no checksums. */
  public void forgetChecksums() {
    digested = Optional.empty();
    checksums.clear();
  }

  /**
   * All columns but the constant ones have got a value of this row.
   *
   * @param checksum of the row, as {@link dev.plumbline.core.reconcile.measure.DigestSum#last} has
   *     it; of no meaning where none come with the rows
   */
  public void endRow(long checksum) throws IOException {
    for (ConstantChunk constant : constants) {
      constant.add();
    }
    if (digested.isPresent()) {
      putChecksum(checksum);
    }
    rows++;
    if (compressor.packed() >= groupBytes) {
      endGroup();
    }
  }

  private void putChecksum(long checksum) {
    if (wideChecksums) {
      checksums.putLong(checksum);
    } else {
      checksums.putInt((int) checksum);
    }
  }

  private void endGroup() throws IOException {
    if (file == null) {
      open = names.newOutputFile();
      target = new FileTarget(open.encryptingOutputFile());
      file = target.writer(schema);
    }
    file.startBlock(rows);
    for (ColumnChunk chunk : chunks) {
      chunk.write(file);
    }
    file.endBlock();
    if (digested.isPresent()) {
      checksumPlaces.add(file.getPos());
      target.append(checksums);
      checksums.clear();
    }
    compressor.clear();
    rows = 0;
    if (file.getPos() >= fileBytes) {
      endFile();
    }
  }

  private void endFile() throws IOException {
    Map<String, String> texts = new HashMap<>();
    digested.ifPresent(form -> texts.putAll(RowChecksums.footer(form, checksumPlaces)));
    checksumPlaces.clear();
    texts.put("iceberg.schema", SchemaParser.toJson(table.schema()));
    file.end(texts);
    long size = file.getPos();
    ParquetMetadata footer = file.getFooter();
    file.close();
    file = null;
    files.add(
        DataFiles.builder(
                table.spec().isUnpartitioned() ? table.spec() : PartitionSpec.unpartitioned())
            .withPath(open.encryptingOutputFile().location())
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(size)
            .withEncryptionKeyMetadata(open.keyMetadata())
            .withMetrics(
                ParquetUtil.footerMetrics(footer, Stream.empty(), MetricsConfig.forTable(table)))
            .withSplitOffsets(ParquetUtil.getSplitOffsets(footer))
            .build());
    open = null;
  }

  /** Writes what is left and ends the last file; none where there was no row. */
  public List<DataFile> finish() throws IOException {
    if (rows > 0) {
      endGroup();
    }
    if (file != null) {
      endFile();
    }
    return List.copyOf(files);
  }

  /** Something that adds rows. */
  @FunctionalInterface
  public interface Rows {
    void add() throws IOException;
  }

  /** Adds rows and writes files to their end; where that fails, none is left. */
  public List<DataFile> write(Rows rows) {
    boolean finished = false;
    try {
      rows.add();
      List<DataFile> written = finish();
      finished = true;
      return written;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!finished) {
        abort();
      }
    }
  }

  /** Removes all files that were written. */
  public void abort() {
    if (open != null) {
      try {
        file.close();
      } catch (IOException | RuntimeException e) {
        // What cannot be ended is removed all the same.
      }
      table.io().deleteFile(open.encryptingOutputFile().location());
      open = null;
      file = null;
    }
    files.forEach(written -> table.io().deleteFile(written.location()));
    files.clear();
  }

  @Override
  public void close() {
    compressor.close();
  }
}
