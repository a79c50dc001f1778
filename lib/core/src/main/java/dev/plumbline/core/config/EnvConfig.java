package dev.plumbline.core.config;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where things are: one file of {@code conf/env}.
 *
 * @param name the file's name without its ending
 * @param state folder or {@code s3://} prefix for leases, run records and staged files
 * @param reports folder or {@code s3://} prefix for reports
 */
public record EnvConfig(
    String name,
    Map<String, Endpoint> endpoints,
    LakeConfig lake,
    S3Config s3,
    String state,
    String reports,
    SparkConfig spark,
    AlertConfig alerts) {

  public EnvConfig {
    endpoints = Map.copyOf(endpoints);
  }

  /** An environment that tells nobody. */
  public EnvConfig(
      String name,
      Map<String, Endpoint> endpoints,
      LakeConfig lake,
      S3Config s3,
      String state,
      String reports,
      SparkConfig spark) {
    this(name, endpoints, lake, s3, state, reports, spark, AlertConfig.none());
  }

  /**
   * The warehouse.
   *
   * @param named its name; where there is one alone it need not be named
   * @throws PlumblineException exit 2 when there is none, or several and no name
   */
  public Endpoint.Redshift warehouse(Optional<String> named) {
    List<String> names =
        endpoints.values().stream()
            .filter(Endpoint.Redshift.class::isInstance)
            .map(Endpoint::name)
            .sorted()
            .toList();
    if (named.isEmpty() && names.size() != 1) {
      throw new PlumblineException(
          ExitCode.USAGE,
          names.isEmpty()
              ? "Cannot find a warehouse: environment " + name + " has no endpoint of type redshift"
              : "Cannot choose between several warehouses; name one with --warehouse: "
                  + String.join(", ", names));
    }
    return endpoint(named.orElseGet(() -> names.get(0)), Endpoint.Redshift.class);
  }

  /**
   * The endpoint of that name and kind.
   *
   * @throws PlumblineException exit 2 when there is none
   */
  public <T extends Endpoint> T endpoint(String endpointName, Class<T> kind) {
    Endpoint endpoint = endpoints.get(endpointName);
    if (!kind.isInstance(endpoint)) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot use endpoint '"
              + endpointName
              + "': environment "
              + name
              + " has "
              + (endpoint == null
                  ? "none of that name" + Nearest.hint(endpointName, endpoints.keySet())
                  : "it as another type, not "
                      + kind.getSimpleName().toLowerCase(java.util.Locale.ROOT)));
    }
    return kind.cast(endpoint);
  }

  /**
   * The Iceberg catalog and where its tables lie.
   *
   * @param warehouse {@code s3://} prefix of all tables
   */
  public record LakeConfig(String warehouse, Catalog catalog) {}

  /** Which Iceberg catalog knows the tables. */
  public sealed interface Catalog {
    /** Iceberg's JDBC catalog. */
    record Jdbc(String url, Endpoint.Login login) implements Catalog {}

    /** The AWS Glue Data Catalog. */
    record Glue(Optional<String> catalogId) implements Catalog {}
  }

  /**
   * How S3 is reached.
   *
   * @param endpoint address of an S3-compatible server; empty on AWS
   * @param keys access key and secret; empty where the platform's own identity is used
   */
  public record S3Config(String region, Optional<String> endpoint, Optional<Endpoint.Login> keys) {}

  /**
   * How Spark runs where Plumbline starts it itself.
   *
   * @param conf further Spark settings
   */
  public record SparkConfig(String master, Map<String, String> conf) {
    public SparkConfig {
      conf = Map.copyOf(conf);
    }
  }

  /**
   * Who is told when readers are moved, or ought to be.
   *
   * @param file a file to which each alert is appended as a line of JSON
   * @param webhook the secret that holds the address to which each alert is posted as JSON
   * @param snsTopic ARN of the SNS topic
   * @param cloudWatchNamespace under which metrics are put
   */
  public record AlertConfig(
      Optional<String> file,
      Optional<SecretRef> webhook,
      Optional<String> snsTopic,
      Optional<String> cloudWatchNamespace) {
    /** Nobody. */
    public static AlertConfig none() {
      return new AlertConfig(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
  }
}
