package dev.plumbline.spark.parquet;

import java.io.IOException;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.shaded.org.apache.parquet.column.ParquetProperties;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetWriter;
import org.apache.iceberg.shaded.org.apache.parquet.io.PositionOutputStream;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;

/** A file of the lake as Parquet's writer wants it. */
final class FileTarget implements org.apache.iceberg.shaded.org.apache.parquet.io.OutputFile {
  private final OutputFile file;
  private Target target;

  FileTarget(OutputFile file) {
    this.file = file;
  }

  @Override
  public PositionOutputStream create(long blockSize) {
    target = new Target(file.create());
    return target;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSize) {
    target = new Target(file.createOrOverwrite());
    return target;
  }

  /** Begins to write it. */
  ParquetFileWriter writer(MessageType schema) throws IOException {
    ParquetFileWriter writer =
        new ParquetFileWriter(
            this,
            schema,
            ParquetFileWriter.Mode.CREATE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            0,
            null,
            ParquetProperties.builder().build());
    writer.start();
    return writer;
  }

  /** Writes what Parquet's writer knows nothing of, behind what it has written so far. */
  void append(Bytes bytes) throws IOException {
    target.write(bytes.array, 0, bytes.size);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  private static final class Target extends PositionOutputStream {
    private final org.apache.iceberg.io.PositionOutputStream stream;

    Target(org.apache.iceberg.io.PositionOutputStream stream) {
      this.stream = stream;
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    @Override
    public void write(int value) throws IOException {
      stream.write(value);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      stream.write(bytes, start, length);
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
