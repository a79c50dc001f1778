package dev.plumbline.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.sandbox.process.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets one sandbox at a time use a state folder. The lock belongs to the JVM and is free the moment
 * that the JVM is gone, however it went; the file holds the pid of the last holder.
 */
final class InstanceLock implements AutoCloseable {
  private final FileChannel channel;

  private InstanceLock(FileChannel channel) {
    this.channel = channel;
  }

  private static Path file(Path state) {
    return state.resolve("sandbox.lock");
  }

  /**
   * Takes the lock, waiting for a sandbox that is stopping; empty when another holds it past the
   * deadline.
   */
  static Optional<InstanceLock> take(Path state, Duration patience) {
    AtomicReference<InstanceLock> taken = new AtomicReference<>();
    Waiting.until(
        patience,
        () -> {
          tryLock(state).ifPresent(taken::set);
          return taken.get() != null;
        });
    Optional.ofNullable(taken.get()).ifPresent(InstanceLock::writePid);
    return Optional.ofNullable(taken.get());
  }

  /** The JVM that holds the lock now. */
  static Optional<ProcessHandle> holder(Path state) {
    if (!Files.exists(file(state))) {
      return Optional.empty();
    }
    Optional<InstanceLock> free = tryLock(state);
    if (free.isPresent()) {
      free.get().close();
      return Optional.empty();
    }
    return pid(state).flatMap(ProcessHandle::of);
  }

  private static Optional<Long> pid(Path state) {
    try {
      String text = Files.readString(file(state), UTF_8).strip();
      return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file(state), e);
    }
  }

  private static Optional<InstanceLock> tryLock(Path state) {
    try {
      Files.createDirectories(state);
      FileChannel channel =
          FileChannel.open(file(state), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lock(channel);
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new InstanceLock(channel));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lock " + file(state), e);
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very JVM.
      return null;
    }
  }

  private void writePid() {
    try {
      channel.truncate(0);
      byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8);
      channel.write(ByteBuffer.wrap(pid), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the pid into the lock file", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot free the lock", e);
    }
  }
}
