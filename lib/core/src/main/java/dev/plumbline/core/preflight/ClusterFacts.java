package dev.plumbline.core.preflight;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the RDS API says of the source's cluster.
 *
 * @param failure why it could not be asked; then nothing else is known
 * @param status such as {@code available}
 * @param engineVersion such as {@code 8.0.mysql_aurora.3.08.2}
 * @param parameters values that the parameter group sets, by name
 * @param pendingReboot whether an instance waits for a reboot to take a parameter over
 * @param integrations zero-ETL integrations whose source is the cluster
 */
public record ClusterFacts(
    String cluster,
    Optional<String> failure,
    String status,
    String engineVersion,
    boolean storageEncrypted,
    int backupDays,
    Map<String, String> parameters,
    boolean pendingReboot,
    List<Integration> integrations) {

  public ClusterFacts {
    parameters = Map.copyOf(parameters);
    integrations = List.copyOf(integrations);
  }

  /** A cluster of which nothing could be learned. */
  public static ClusterFacts silent(String cluster, String failure) {
    return new ClusterFacts(
        cluster, Optional.of(failure), "", "", true, 1, Map.of(), false, List.of());
  }

  /**
   * A zero-ETL integration.
   *
   * @param status in the API's words, such as {@code needs_attention}
   * @param errors as the API words them
   * @param dataFilter empty where all is included
   */
  public record Integration(String name, String status, List<String> errors, String dataFilter) {
    public Integration {
      errors = List.copyOf(errors);
    }
  }
}
