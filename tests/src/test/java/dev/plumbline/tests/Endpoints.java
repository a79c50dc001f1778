package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sandbox's endpoints file, read without any class of the sandbox. */
public record Endpoints(
    long pid,
    Aurora aurora,
    Redshift redshift,
    S3 s3,
    Database catalog,
    Database postgres,
    Api api,
    Control control) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public record Account(String user, String password) {}

  public record Aurora(
      String host, int port, String url, Account admin, Account reader, Account ingest) {}

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

  public record S3(
      String endpoint, String region, String bucket, String accessKey, String secretKey) {}

  public record Database(String url, String user, String password) {}

  public record Api(String url) {}

  public record Control(String url, String token) {}

  static Endpoints read(Path file) throws IOException {
    return JSON.readValue(Files.readString(file, UTF_8), Endpoints.class);
  }
}
