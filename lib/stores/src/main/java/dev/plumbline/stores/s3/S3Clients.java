package dev.plumbline.stores.s3;

import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.EnvConfig.S3Config;
import dev.plumbline.stores.aws.Secrets;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Builds S3 clients for small requests: they give up within seconds rather than hang. */
public final class S3Clients {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ATTEMPT = Duration.ofSeconds(10);
  private static final Duration CALL = Duration.ofSeconds(25);

  private S3Clients() {}

  /**
   * A client that the caller closes. A custom endpoint is addressed with the bucket in the path.
   *
   * @throws dev.plumbline.core.run.PlumblineException exit 2 when the secret key cannot be had
   */
  public static S3Client open(S3Config config, Secrets secrets) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(config.region()))
            .credentialsProvider(credentials(config, secrets))
            .httpClient(
                ApacheHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(ATTEMPT)
                    // A server may close a connection after it refused a body; requests are too
                    // few for a kept connection to be worth the retries.
                    .connectionTimeToLive(Duration.ofMillis(1))
                    .build())
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(RetryMode.STANDARD)
                        .apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL));
    config
        .endpoint()
        .ifPresent(endpoint -> builder.endpointOverride(URI.create(endpoint)).forcePathStyle(true));
    return builder.build();
  }

  private static AwsCredentialsProvider credentials(S3Config config, Secrets secrets) {
    if (config.keys().isEmpty()) {
      return DefaultCredentialsProvider.create();
    }
    Login keys = config.keys().get();
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(keys.user(), secrets.resolve(keys.secret()).reveal()));
  }
}
