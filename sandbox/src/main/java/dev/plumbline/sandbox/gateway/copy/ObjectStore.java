package dev.plumbline.sandbox.gateway.copy;

import dev.plumbline.sandbox.gateway.sql.SqlError;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** S3 as COPY and UNLOAD see it, with the gateway's own credentials. Thread-safe. */
public final class ObjectStore implements AutoCloseable {

  /** An object and its size in bytes. */
  record Listed(S3Url url, long size) {}

  private final S3Client s3;

  public ObjectStore(URI endpoint, String region, String accessKey, String secretKey) {
    this.s3 =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.of(region))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
            .build();
  }

  List<Listed> list(S3Url prefix) {
    try {
      return s3
          .listObjectsV2Paginator(request -> request.bucket(prefix.bucket()).prefix(prefix.key()))
          .contents()
          .stream()
          .filter(object -> !object.key().endsWith("/"))
          .map(object -> listed(prefix.bucket(), object))
          .toList();
    } catch (SdkException e) {
      throw failure("list " + prefix, e);
    }
  }

  private static Listed listed(String bucket, S3Object object) {
    return new Listed(new S3Url(bucket, object.key()), object.size());
  }

  /** The object's size, or empty when there is no such object. */
  OptionalLong size(S3Url url) {
    try {
      return OptionalLong.of(
          s3.headObject(request -> request.bucket(url.bucket()).key(url.key())).contentLength());
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return OptionalLong.empty();
      }
      throw failure("look at " + url, e);
    } catch (SdkException e) {
      throw failure("look at " + url, e);
    }
  }

  InputStream open(S3Url url) {
    try {
      return s3.getObject(request -> request.bucket(url.bucket()).key(url.key()));
    } catch (SdkException e) {
      throw failure("read " + url, e);
    }
  }

  void download(S3Url url, Path file) throws IOException {
    try (InputStream in = open(url)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  void upload(Path file, S3Url url) {
    put(url, RequestBody.fromFile(file));
  }

  void upload(byte[] bytes, S3Url url) {
    put(url, RequestBody.fromBytes(bytes));
  }

  private void put(S3Url url, RequestBody body) {
    try {
      s3.putObject(request -> request.bucket(url.bucket()).key(url.key()), body);
    } catch (SdkException e) {
      throw failure("write " + url, e);
    }
  }

  void delete(S3Url url) {
    try {
      s3.deleteObject(request -> request.bucket(url.bucket()).key(url.key()));
    } catch (SdkException e) {
      throw failure("delete " + url, e);
    }
  }

  private static SqlError failure(String what, SdkException e) {
    String code =
        e instanceof S3Exception s3 && s3.awsErrorDetails() != null
            ? s3.awsErrorDetails().errorCode()
            : e.getClass().getSimpleName();
    int status = e instanceof S3Exception s3 ? s3.statusCode() : 0;
    return new SqlError(
        SqlError.INTERNAL,
        "S3ServiceException: cannot " + what + ": " + code,
        "Status " + status + ", Error " + code);
  }

  @Override
  public void close() {
    s3.close();
  }
}
