package dev.plumbline.tests;

import dev.plumbline.core.publish.PublishTable.DataFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Parquet files in the sandbox's S3, written and read by DuckDB. */
final class ParquetFiles {
  private final S3Client s3;
  private final String bucket;

  ParquetFiles(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** All values of a Parquet file on this machine, a row a line. */
  static String text(Path file) {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT d::varchar FROM read_parquet('" + file + "') AS d")) {
      StringBuilder text = new StringBuilder();
      while (rows.next()) {
        text.append(rows.getString(1)).append('\n');
      }
      return text.toString();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot read " + file, e);
    }
  }

  /** Writes the rows of the query to {@code s3://bucket/key}. */
  DataFile write(String key, String query) {
    try {
      Path folder = Files.createTempDirectory("parquet");
      Path file = folder.resolve("rows.parquet");
      try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = duckDb.createStatement()) {
        statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromFile(file));
        return new DataFile("s3://" + bucket + "/" + key, Files.size(file));
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot write Parquet rows of " + query, e);
    }
  }

  /**
   * Brings the Parquet files under a prefix to a folder.
   *
   * @return what a DuckDB query reads them from
   */
  String fetch(String prefix, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<S3Object> objects =
        s3.listObjectsV2(request -> request.bucket(bucket).prefix(prefix)).contents();
    for (int i = 0; i < objects.size(); i++) {
      String key = objects.get(i).key();
      if (key.endsWith(".parquet")) {
        s3.getObject(request -> request.bucket(bucket).key(key), folder.resolve(i + ".parquet"));
      }
    }
    return "read_parquet('" + folder + "/*.parquet')";
  }
}
