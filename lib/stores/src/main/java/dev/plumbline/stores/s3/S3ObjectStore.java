package dev.plumbline.stores.s3;

import dev.plumbline.core.config.EnvConfig.S3Config;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.aws.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects on S3 or an S3-compatible server.
 *
 * <p>A conditional write uses {@code If-None-Match: *}, of which S3 lets exactly one of several
 * racing writers through (S3 user guide, "Conditional requests"). {@code If-Match} is not used:
 * S3Proxy 4.1.0 lets several racing writers through. Every failure is a {@link SourceException};
 * the SDK's own retries are over within 25 seconds.
 */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client client;
  private final String where;

  S3ObjectStore(S3Client client, String where) {
    this.client = client;
    this.where = where;
  }

  /** Connects lazily: nothing is sent before the first call. */
  public static S3ObjectStore open(S3Config config, Secrets secrets) {
    return new S3ObjectStore(
        S3Clients.open(config, secrets),
        config.endpoint().orElse("region " + config.region() + " of AWS"));
  }

  @Override
  public void put(String uri, String text) {
    guarded("write", uri, () -> putObject(uri, text, request -> {}));
  }

  @Override
  public void putFile(String uri, Path file) {
    S3Uri place = S3Uri.parse(uri);
    guarded(
        "write",
        uri,
        () ->
            client.putObject(
                request -> request.bucket(place.bucket()).key(place.key()),
                RequestBody.fromFile(file)));
  }

  /** 409 is S3's answer to a conditional write that met a concurrent one. */
  @Override
  public boolean putIfAbsent(String uri, String text) {
    return guarded(
        "write",
        uri,
        () -> {
          try {
            return putObject(uri, text, request -> request.ifNoneMatch("*"));
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
              return false;
            }
            throw e;
          }
        });
  }

  private boolean putObject(String uri, String text, Consumer<PutObjectRequest.Builder> condition) {
    S3Uri place = S3Uri.parse(uri);
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(place.bucket())
            .key(place.key())
            .contentType("text/plain; charset=utf-8");
    condition.accept(request);
    client.putObject(request.build(), RequestBody.fromString(text));
    return true;
  }

  @Override
  public Optional<String> get(String uri) {
    S3Uri place = S3Uri.parse(uri);
    return guarded(
        "read",
        uri,
        () -> {
          try {
            return Optional.of(
                client
                    .getObjectAsBytes(request -> request.bucket(place.bucket()).key(place.key()))
                    .asUtf8String());
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public List<Listed> list(String prefix) {
    S3Uri place = S3Uri.parse(prefix);
    return guarded(
        "list",
        prefix,
        () ->
            client
                .listObjectsV2Paginator(
                    request -> request.bucket(place.bucket()).prefix(place.key()))
                .contents()
                .stream()
                .map(
                    object ->
                        new Listed(
                            new S3Uri(place.bucket(), object.key()).toString(),
                            object.size(),
                            object.lastModified()))
                .toList());
  }

  @Override
  public void delete(String uri) {
    S3Uri place = S3Uri.parse(uri);
    guarded(
        "delete",
        uri,
        () -> client.deleteObject(request -> request.bucket(place.bucket()).key(place.key())));
  }

  @Override
  public void close() {
    client.close();
  }

  private <T> T guarded(String verb, String uri, Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      String code = e.awsErrorDetails() == null ? "" : " " + e.awsErrorDetails().errorCode();
      throw new SourceException(
          "Cannot " + verb + " " + uri + " on S3 at " + where + ": HTTP " + e.statusCode() + code,
          e);
    } catch (SdkException e) {
      throw new SourceException("Cannot reach S3 at " + where + ": " + rootMessage(e), e);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
