package dev.plumbline.core.config;

import java.io.Serializable;

/**
 * Where a secret is kept; resolved where it is used, on an executor too.
 *
 * <ul>
 *   <li>{@code env:NAME}: an environment variable
 *   <li>{@code sandbox:aurora.reader.password}: the endpoints file of the local sandbox
 *   <li>{@code secretsmanager:name-or-arn#key}: a key of a JSON secret in AWS Secrets Manager
 *   <li>{@code iam}: a token minted for the connection
 * </ul>
 */
public record SecretRef(Scheme scheme, String name) implements Serializable {
  /** The kind of place. */
  public enum Scheme {
    ENV,
    SANDBOX,
    SECRETSMANAGER,
    IAM
  }

  /**
   * @throws IllegalArgumentException when the text is none of the four forms; the text itself is
   *     not repeated, since it may be a password written in the wrong place
   */
  public static SecretRef parse(String text) {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? text : text.substring(0, colon);
    String name = colon < 0 ? "" : text.substring(colon + 1);
    for (Scheme known : Scheme.values()) {
      boolean named = known == Scheme.IAM ? colon < 0 : !name.isBlank();
      if (known.name().equalsIgnoreCase(scheme) && named) {
        return new SecretRef(known, name);
      }
    }
    throw new IllegalArgumentException(
        "a secret is named by where it is kept: env:NAME, secretsmanager:NAME#key, sandbox:PATH or"
            + " iam; never the secret itself");
  }

  @Override
  public String toString() {
    return scheme == Scheme.IAM
        ? "iam"
        : scheme.name().toLowerCase(java.util.Locale.ROOT) + ":" + name;
  }
}
