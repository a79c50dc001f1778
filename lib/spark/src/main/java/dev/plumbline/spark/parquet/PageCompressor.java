package dev.plumbline.spark.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;

/** Packs pages by Zstandard, with one state for all of them. Not thread-safe. */
final class PageCompressor implements AutoCloseable {
  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private byte[] target = new byte[1 << 16];
  private long packed;

  PageCompressor(int level) {
    context.setLevel(level);
  }

  byte[] compress(Bytes page) {
    int most = Math.toIntExact(Zstd.compressBound(page.size));
    byte[] room = most <= target.length ? target : new byte[most];
    int size = context.compressByteArray(room, 0, room.length, page.array, 0, page.size);
    if (most <= 1 << 22) {
      target = room;
    }
    packed += size;
    return Arrays.copyOf(room, size);
  }

  /** Bytes that have come out since they were counted anew. */
  long packed() {
    return packed;
  }

  void clear() {
    packed = 0;
  }

  @Override
  public void close() {
    context.close();
  }
}
