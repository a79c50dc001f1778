package dev.plumbline.spark.parquet;

import java.io.IOException;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.shaded.org.apache.parquet.io.PositionOutputStream;

/** A file of the lake as Parquet's writer wants it. */
record FileTarget(OutputFile file)
    implements org.apache.iceberg.shaded.org.apache.parquet.io.OutputFile {
  @Override
  public PositionOutputStream create(long blockSize) {
    return new Target(file.create());
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSize) {
    return new Target(file.createOrOverwrite());
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
