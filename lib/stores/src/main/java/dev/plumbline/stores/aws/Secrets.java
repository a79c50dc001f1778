package dev.plumbline.stores.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.config.Interpolation;
import dev.plumbline.core.config.Secret;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.PlumblineException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Turns the name of a secret into the secret, where it is used: on an executor as on the driver.
 *
 * @param endpointsFile the sandbox's endpoints file
 * @param region AWS region of Secrets Manager and of the databases that take IAM tokens
 */
public record Secrets(String endpointsFile, String region) implements Serializable {

  /**
   * The password or token for a JDBC login. IAM tokens live for 15 minutes: ask for each
   * connection.
   *
   * @throws PlumblineException exit 2 when the secret cannot be had
   */
  public Secret password(JdbcAccess access) {
    if (access.login().secret().scheme() == SecretRef.Scheme.IAM) {
      return new Secret(iamToken(access));
    }
    return resolve(access.login().secret());
  }

  /**
   * The secret of that name.
   *
   * @throws PlumblineException exit 2 when it cannot be had
   */
  public Secret resolve(SecretRef ref) {
    try {
      return new Secret(
          switch (ref.scheme()) {
            case ENV -> environment(ref.name());
            case SANDBOX -> Interpolation.sandboxValue(Path.of(endpointsFile), ref.name());
            case SECRETSMANAGER -> managed(ref.name());
            case IAM -> throw new IllegalArgumentException("an IAM token is for databases only");
          });
    } catch (IllegalArgumentException | SdkException e) {
      throw new PlumblineException(
          ExitCode.USAGE, "Cannot resolve secret " + ref + ": " + e.getMessage(), e);
    }
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalArgumentException("environment variable " + name + " is not set");
    }
    return value;
  }

  /** The name is {@code id#key} for a key of a JSON secret, or {@code id} for the whole of it. */
  private String managed(String name) {
    int hash = name.indexOf('#');
    String id = hash < 0 ? name : name.substring(0, hash);
    try (SecretsManagerClient client =
        SecretsManagerClient.builder().region(Region.of(region)).build()) {
      String text = client.getSecretValue(request -> request.secretId(id)).secretString();
      if (hash < 0) {
        return text;
      }
      JsonNode value = Json.read(text, JsonNode.class).path(name.substring(hash + 1));
      if (value.isMissingNode()) {
        throw new IllegalArgumentException("the secret has no key " + name.substring(hash + 1));
      }
      return value.asText();
    }
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("postgresql") ? 5432 : 3306;
  }

  private String iamToken(JdbcAccess access) {
    URI uri = URI.create(access.url().substring("jdbc:".length()));
    RdsUtilities utilities =
        RdsUtilities.builder()
            .region(Region.of(region))
            .credentialsProvider(DefaultCredentialsProvider.create())
            .build();
    return utilities.generateAuthenticationToken(
        request -> request.hostname(uri.getHost()).port(port(uri)).username(access.login().user()));
  }
}
