package dev.plumbline.stores.ledger;

import dev.plumbline.core.reconcile.judge.ChunkLedger;
import dev.plumbline.core.reconcile.judge.ChunkOutcome;
import dev.plumbline.core.reconcile.plan.ChunkPlan;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.PlumblineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The progress of one table's comparison in a file of JSON lines: a header, the plan, then one line
 * per finished chunk, each on disk before the next chunk begins. A line that a killed process left
 * unfinished is taken away when the file is opened again.
 */
public final class FileChunkLedger implements ChunkLedger, AutoCloseable {
  private static final int VERSION = 1;

  private final Path file;
  private final FileChannel channel;
  private final Header header;
  private final Map<Integer, ChunkOutcome> finished = new HashMap<>();
  private ChunkPlan plan;

  private FileChunkLedger(Path file, FileChannel channel, Header header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
  }

  /**
   * The first line.
   *
   * @param what is compared and how; progress of anything else is worth nothing
   */
  private record Header(int version, String what, Instant beganAt) {}

  /**
   * Opens the file, or begins it.
   *
   * @param what is compared and how: where the file speaks of something else, it is begun anew
   * @throws PlumblineException exit 3 when the file cannot be written
   */
  public static FileChunkLedger open(Path file, String what, Instant now) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      byte[] held = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      int end = lineEnd(held, 0);
      Header header = end < 0 ? null : read(held, 0, end, Header.class);
      boolean same = header != null && header.version() == VERSION && header.what().equals(what);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileChunkLedger ledger =
          new FileChunkLedger(file, channel, same ? header : new Header(VERSION, what, now));
      if (same) {
        ledger.load(held, end + 1);
      } else {
        channel.truncate(0);
        ledger.append(ledger.header);
      }
      return ledger;
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** When the comparison began to read, in whatever process that was. */
  public Instant beganAt() {
    return header.beganAt();
  }

  private void load(byte[] held, int from) throws IOException {
    int start = from;
    for (int end = lineEnd(held, start); end >= 0; end = lineEnd(held, start)) {
      if (plan == null) {
        plan = read(held, start, end, ChunkPlan.class);
        if (plan == null) {
          break;
        }
      } else {
        ChunkOutcome outcome = read(held, start, end, ChunkOutcome.class);
        if (outcome == null) {
          break;
        }
        finished.put(outcome.chunk(), outcome);
      }
      start = end + 1;
    }
    channel.truncate(start);
    channel.position(start);
  }

  private static int lineEnd(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The line's value; null where it is not one. */
  private static <T> T read(byte[] bytes, int from, int until, Class<T> type) {
    try {
      return Json.read(new String(bytes, from, until - from, StandardCharsets.UTF_8), type);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public ChunkPlan plan(Supplier<ChunkPlan> planned) {
    if (plan == null) {
      plan = planned.get();
      append(plan);
    }
    return plan;
  }

  @Override
  public Map<Integer, ChunkOutcome> finished() {
    return Map.copyOf(finished);
  }

  @Override
  public void finished(ChunkOutcome outcome) {
    append(outcome);
    finished.put(outcome.chunk(), outcome);
  }

  private void append(Object value) {
    ByteBuffer line = ByteBuffer.wrap((Json.line(value) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(false);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Closes the file and takes it away: the table has its verdict. */
  public void discard() {
    close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static PlumblineException failure(Path file, IOException e) {
    return new PlumblineException(
        ExitCode.DEGRADED, "Cannot keep the progress of a comparison in " + file + ": " + e, e);
  }
}
