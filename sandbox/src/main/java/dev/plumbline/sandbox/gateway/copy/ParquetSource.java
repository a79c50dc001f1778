package dev.plumbline.sandbox.gateway.copy;

import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.wire.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The rows of Parquet files: one file is sent while the next is fetched and translated. */
final class ParquetSource implements Loader.RowSource {
  private static final int BUFFER = 1 << 16;

  private final CopyCommand command;
  private final List<ObjectStore.Listed> files;
  private final List<TargetColumn> columns;
  private final ObjectStore store;
  private final Environment environment;

  ParquetSource(
      CopyCommand command,
      List<ObjectStore.Listed> files,
      List<TargetColumn> columns,
      ObjectStore store,
      Environment environment) {
    this.command = command;
    this.files = files;
    this.columns = columns;
    this.store = store;
    this.environment = environment;
  }

  @Override
  public void send(Backend.CopyInput input) throws IOException {
    Path folder = Files.createTempDirectory(environment.temporary(), "copy");
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try (Connection duckdb = DuckDb.open(folder)) {
      Future<Path> next = worker.submit(() -> translate(duckdb, folder, 0));
      for (int i = 0; i < files.size(); i++) {
        Path csv = await(next);
        int following = i + 1;
        if (following < files.size()) {
          next = worker.submit(() -> translate(duckdb, folder, following));
        }
        relay(csv, input);
        Files.delete(csv);
      }
    } catch (SQLException e) {
      throw new IOException("Cannot start DuckDB: " + e.getMessage(), e);
    } finally {
      worker.shutdownNow();
      awaitEnd(worker);
      TemporaryFolder.delete(folder);
    }
  }

  private static void awaitEnd(ExecutorService worker) {
    try {
      boolean ended = worker.awaitTermination(60, TimeUnit.SECONDS);
      assert ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path translate(Connection duckdb, Path folder, int index) throws IOException {
    environment.checkCancelled();
    S3Url url = files.get(index).url();
    Path parquet = folder.resolve(index + ".parquet");
    Path csv = folder.resolve(index + ".csv");
    store.download(url, parquet);
    new ParquetFile(duckdb, parquet, url, columns, command.has("FILLRECORD")).writeCsv(csv);
    Files.delete(parquet);
    return csv;
  }

  private void relay(Path csv, Backend.CopyInput input) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(csv)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        environment.checkCancelled();
        input.write(buffer, length);
      }
    }
  }

  private static Path await(Future<Path> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SqlError("57014", "Query cancelled on user's request");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
