package dev.plumbline.spark.parquet;

import dev.plumbline.core.reconcile.form.TableForm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.io.IOUtil;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * The checksums that a data file keeps of its rows: with them the digest of rows that go is known
 * without reading the rows. They lie behind each row group, where writers of Parquet may leave
 * padding and no reader looks, since the footer says where each column is; a column of their own
 * would be one too many for Redshift's COPY. Not thread-safe.
 */
public final class RowChecksums {
  /** Under which a file's footer says of which form they are. */
  private static final String FORM = "plumbline.row-checksums.form";

  /** Under which it says where those of each row group begin. */
  private static final String PLACES = "plumbline.row-checksums.places";

  private final InputFile file;
  private final long[] places;
  private final boolean wide;
  private ByteBuffer group;

  private RowChecksums(InputFile file, long[] places, boolean wide) {
    this.file = file;
    this.places = places;
    this.wide = wide;
  }

  /** Whether a row has two, one of them the tool's. */
  static boolean wide(TableForm form) {
    return !form.byTool().isEmpty();
  }

  /** What the footer of a file says that has them. */
  static Map<String, String> footer(TableForm form, List<Long> places) {
    return Map.of(
        FORM,
        form.signature(),
        PLACES,
        places.stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  /** Those of a file; empty where it has none of rows in that form. */
  static Optional<RowChecksums> of(InputFile file, Map<String, String> footer, TableForm form) {
    if (!form.signature().equals(footer.get(FORM))) {
      return Optional.empty();
    }
    long[] places =
        Arrays.stream(footer.get(PLACES).split(",")).mapToLong(Long::parseLong).toArray();
    return Optional.of(new RowChecksums(file, places, wide(form)));
  }

  /** Reads those of a row group. */
  void read(int number, int rows) throws IOException {
    byte[] bytes = new byte[rows * (wide ? Long.BYTES : Integer.BYTES)];
    try (SeekableInputStream stream = file.newStream()) {
      stream.seek(places[number]);
      IOUtil.readFully(stream, bytes, 0, bytes.length);
    }
    group = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Those of a row of the group that was read last, as {@link
   * dev.plumbline.core.reconcile.measure.DigestSum#last} has them.
   *
   * @param row counted from 0
   */
  public long of(int row) {
    return wide
        ? group.getLong(row * Long.BYTES)
        : group.getInt(row * Integer.BYTES) & 0xFFFF_FFFFL;
  }
}
