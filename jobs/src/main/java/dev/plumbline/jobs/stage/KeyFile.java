package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.Difference;
import dev.plumbline.core.reconcile.judge.DifferenceKind;
import dev.plumbline.core.reconcile.judge.DifferenceSink;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.spark.digest.Identities;
import dev.plumbline.spark.lake.LakeTable;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The keys of differences that are to be repaired, in a temporary file, so that they are in memory
 * a few at a time. Losses that are accepted are none.
 */
final class KeyFile implements DifferenceSink, AutoCloseable {
  /** Keys of a batch, at most. */
  static final int PER_BATCH = 200_000;

  /** Fewer where they are long. */
  private static final long BATCH_CHARS = 8L << 20;

  private static final int SHOWN = 5;

  private final int columns;
  private final Function<RowKey, String> shown;
  private final FileChannel file;
  private final DataOutputStream out;
  private final List<RowKey> first = new ArrayList<>();
  private long keys;

  /**
   * @param columns of a key
   * @param shown how people see a key
   */
  KeyFile(int columns, Function<RowKey, String> shown) {
    this.columns = columns;
    this.shown = shown;
    try {
      // It has no name from here on, so that nothing is left of it when the process is killed.
      this.file =
          FileChannel.open(
              Files.createTempFile("plumbline-keys", ".bin"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void accept(Difference difference) {
    if (difference.kind() == DifferenceKind.EXPECTED_LOSS) {
      return;
    }
    add(difference.key());
    if (difference.rightKey() != null) {
      write(difference.rightKey());
    }
  }

  /** Writes one key. */
  void add(RowKey key) {
    keys++;
    if (first.size() < SHOWN) {
      first.add(key);
    }
    write(key);
  }

  /**
   * The keys, each once; empty where they are too many to be in memory all at once.
   *
   * @param copy of whose rows they are
   * @param form with nothing but the key
   */
  Optional<Identities> few(LakeTable copy, TableForm form) {
    return keys == 0
        ? Optional.of(new Identities())
        : Identities.of(copy.present().table(), form, batches());
  }

  /** How many differences were written. */
  long size() {
    return keys;
  }

  /** Some of the keys, for people. */
  String shown() {
    String list = String.join(", ", first.stream().map(shown).toList());
    return keys > first.size() ? list + ", …" : list;
  }

  private void write(RowKey key) {
    try {
      for (String value : key.values()) {
        byte[] text = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text == null ? -1 : text.length);
        if (text != null) {
          out.write(text);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys, so many at a time as may be in memory; a key may come twice. */
  Iterable<List<RowKey>> batches() {
    return inBatches(Keys::new);
  }

  /** Keys so many at a time as may be in memory. */
  static Iterable<List<RowKey>> inBatches(Supplier<Iterator<RowKey>> keys) {
    return () -> new Batches(keys.get());
  }

  private record Batches(Iterator<RowKey> keys) implements Iterator<List<RowKey>> {
    @Override
    public boolean hasNext() {
      return keys.hasNext();
    }

    @Override
    public List<RowKey> next() {
      List<RowKey> batch = new ArrayList<>();
      long chars = 0;
      do {
        RowKey key = keys.next();
        batch.add(key);
        chars += key.values().stream().mapToLong(value -> value == null ? 0 : value.length()).sum();
      } while (keys.hasNext() && batch.size() < PER_BATCH && chars < BATCH_CHARS);
      return batch;
    }
  }

  /** Goes through what was written so far. */
  private final class Keys implements Iterator<RowKey> {
    private final DataInputStream in;

    Keys() {
      try {
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      this.in = new DataInputStream(new BufferedInputStream(new FromBegin()));
    }

    @Override
    public boolean hasNext() {
      try {
        in.mark(1);
        boolean more = in.read() >= 0;
        in.reset();
        return more;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public RowKey next() {
      List<String> values = new ArrayList<>(columns);
      try {
        for (int i = 0; i < columns; i++) {
          int length = in.readInt();
          values.add(length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }
      } catch (EOFException e) {
        throw new NoSuchElementException(e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new RowKey(values);
    }
  }

  /** What was written, from the file's first byte, wherever it is written next. */
  private final class FromBegin extends InputStream {
    private long at;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = file.read(ByteBuffer.wrap(bytes, from, length), at);
      at += Math.max(0, read);
      return read;
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
