package dev.plumbline.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.sandbox.server.Account;
import dev.plumbline.sandbox.server.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where everything is, with the accounts: the one file that tells jobs and tests how to reach the
 * sandbox. It is there when all servers are ready, readable by its owner alone, and gone when they
 * stop.
 *
 * @param version of this format, 1
 * @param pid the sandbox's JVM
 * @param startedAt ISO-8601, UTC
 */
public record Endpoints(
    int version,
    long pid,
    String startedAt,
    Aurora aurora,
    Redshift redshift,
    S3 s3,
    Catalog catalog,
    Catalog postgres,
    Api api,
    Control control) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** The source. */
  public record Aurora(
      String host, int port, String url, Account admin, Account reader, Account ingest) {}

  /** The warehouse, as Amazon's driver sees it. */
  public record Redshift(
      String host,
      int port,
      String url,
      String sslrootcert,
      String database,
      String integrationDatabase,
      String integrationId,
      String iamRole,
      Account admin,
      Account etl,
      Account reader) {}

  /** The lake's storage. */
  public record S3(
      String endpoint, String region, String bucket, String accessKey, String secretKey) {
    @Override
    public String toString() {
      return "S3[" + endpoint + "]";
    }
  }

  /** A database that is reached by PostgreSQL's own driver. */
  public record Catalog(String url, String user, String password) {
    @Override
    public String toString() {
      return "Catalog[" + user + "@" + url + "]";
    }
  }

  /** The REST API. */
  public record Api(String url) {}

  /** Orders to the sandbox, with a bearer token. */
  public record Control(String url, String token) {
    @Override
    public String toString() {
      return "Control[" + url + "]";
    }
  }

  /** Writes the file whole, with mode 0600. */
  public void write(Path file) {
    try {
      PrivateFile.write(file, JSON.writeValueAsString(this) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + file, e);
    }
  }

  /** The content of the file, if there is one. */
  public static Optional<Endpoints> read(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readString(file, UTF_8), Endpoints.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
