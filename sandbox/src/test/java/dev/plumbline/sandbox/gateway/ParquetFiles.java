package dev.plumbline.sandbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.sandbox.server.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes Parquet files with DuckDB and puts them on S3, with manifests. */
final class ParquetFiles {
  private ParquetFiles() {}

  /**
   * Writes the rows of a DuckDB query to {@code s3://<bucket>/<key>}; returns the size in bytes.
   */
  static long write(Warehouse warehouse, String key, String query) {
    try {
      Path file = Files.createTempFile("test", ".parquet");
      try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = duckdb.createStatement()) {
        statement.execute("set threads = 2");
        statement.execute("copy (" + query + ") to '" + file + "' (format parquet)");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      warehouse.s3().putObject(request -> request.bucket(S3Server.BUCKET).key(key), file);
      long size = Files.size(file);
      Files.delete(file);
      return size;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String url(String key) {
    return "s3://" + S3Server.BUCKET + "/" + key;
  }

  static String entry(String key, long size) {
    return "{\"url\":\""
        + url(key)
        + "\",\"mandatory\":true,\"meta\":{\"content_length\":"
        + size
        + "}}";
  }

  /** Puts a manifest; returns its URL. */
  static String manifest(Warehouse warehouse, String key, String... entries) {
    String json = "{\"entries\":[" + String.join(",", entries) + "]}";
    warehouse.put(key, json.getBytes(UTF_8));
    return url(key);
  }
}
