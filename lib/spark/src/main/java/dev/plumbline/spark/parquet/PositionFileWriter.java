package dev.plumbline.spark.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DeleteSchemaUtil;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;

/**
 * Writes a file that names deleted rows of one data file by their positions, as <a
 * href="https://iceberg.apache.org/spec/#position-delete-files">Iceberg's format</a> has it: the
 * same path in each row, and the position. Nothing is written before its end; until then it holds
 * the packed positions. Not thread-safe.
 */
public final class PositionFileWriter implements AutoCloseable {
  private static final Schema SCHEMA = DeleteSchemaUtil.pathPosSchema();
  private static final MessageType COLUMNS = ParquetSchemaUtil.convert(SCHEMA, "table");
  private static final int PAGE_BYTES = 1 << 20;

  private final Table table;
  private final PartitionSpec spec;
  private final StructLike partition;
  private final EncryptedOutputFile open;
  private final PageCompressor compressor = new PageCompressor(1);
  private final ConstantChunk paths;
  private final NumberChunk positions;
  private long rows;

  /**
   * @param partition in which the data file lies; null where the table has none
   * @param in location of the data file
   */
  public PositionFileWriter(
      Table table, PartitionSpec spec, StructLike partition, EncryptedOutputFile open, String in) {
    this.table = table;
    this.spec = spec;
    this.partition = partition;
    this.open = open;
    this.paths =
        new ConstantChunk(
            COLUMNS.getColumns().get(0), compressor, true, in.getBytes(StandardCharsets.UTF_8));
    this.positions = new NumberChunk(COLUMNS.getColumns().get(1), compressor, true, PAGE_BYTES);
  }

  /** Names a row, behind the one that was named before. */
  public void add(long position) {
    paths.add();
    positions.add(position);
    rows++;
  }

  /** Writes the file, which names at least one row; where that fails, none is left. */
  public DeleteFile finish() throws IOException {
    boolean finished = false;
    try {
      DeleteFile written = write();
      finished = true;
      return written;
    } finally {
      if (!finished) {
        table.io().deleteFile(open.encryptingOutputFile().location());
      }
    }
  }

  private DeleteFile write() throws IOException {
    try (ParquetFileWriter file = new FileTarget(open.encryptingOutputFile()).writer(COLUMNS)) {
      file.startBlock(rows);
      paths.write(file);
      positions.write(file);
      file.endBlock();
      file.end(Map.of("delete-type", "position", "iceberg.schema", SchemaParser.toJson(SCHEMA)));
      return described(file);
    }
  }

  private DeleteFile described(ParquetFileWriter file) throws IOException {
    ParquetMetadata footer = file.getFooter();
    return FileMetadata.deleteFileBuilder(spec)
        .ofPositionDeletes()
        .withFormat(FileFormat.PARQUET)
        .withPath(open.encryptingOutputFile().location())
        .withPartition(partition)
        .withEncryptionKeyMetadata(open.keyMetadata())
        .withSplitOffsets(ParquetUtil.getSplitOffsets(footer))
        .withFileSizeInBytes(file.getPos())
        .withMetrics(
            ParquetUtil.footerMetrics(
                footer, Stream.empty(), MetricsConfig.forPositionDelete(table)))
        .build();
  }

  @Override
  public void close() {
    compressor.close();
  }
}
