package dev.plumbline.jobs.ingest;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.rest.RestPage;
import dev.plumbline.stores.rest.RestPageReader;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads the next page while the last one is written: two pages are in memory at most. */
final class PagePrefetch implements AutoCloseable {
  private final RestPageReader reader;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "pages");
            made.setDaemon(true);
            return made;
          });
  private Future<Optional<RestPage>> pending;

  PagePrefetch(RestPageReader reader) {
    this.reader = reader;
    this.pending = thread.submit(this::read);
  }

  /**
   * The next page; empty after the last one.
   *
   * @throws SourceException when it cannot be read
   */
  Optional<RestPage> next() {
    try {
      Optional<RestPage> page = pending.get();
      if (page.isPresent()) {
        pending = thread.submit(this::read);
      }
      return page;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException("Cannot read on: interrupted", e);
    }
  }

  private Optional<RestPage> read() {
    return reader.hasNext() ? Optional.of(reader.next()) : Optional.empty();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
