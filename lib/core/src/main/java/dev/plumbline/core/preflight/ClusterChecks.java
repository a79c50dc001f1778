package dev.plumbline.core.preflight;

import dev.plumbline.core.preflight.ClusterFacts.Integration;
import dev.plumbline.core.preflight.Finding.Area;
import dev.plumbline.core.preflight.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the RDS API tells that the server does not: encryption, parameters that wait for a reboot,
 * the state of the integration.
 *
 * <p>Sources: "Getting started with Aurora zero-ETL" (cluster parameters, all pending-reboot);
 * DescribeIntegrations of the RDS API (status values).
 */
public final class ClusterChecks {
  private static final Map<String, Set<String>> WANTED =
      new TreeMap<>(
          Map.of(
              "aurora_enhanced_binlog", Set.of("1"),
              "binlog_backup", Set.of("0"),
              "binlog_format", Set.of("ROW", "row"),
              "binlog_replication_globaldb", Set.of("0"),
              "binlog_row_image", Set.of("full", "FULL"),
              "binlog_row_metadata", Set.of("full", "FULL")));

  private final ClusterFacts cluster;
  private final Set<String> seen;
  private final List<Finding> findings = new ArrayList<>();

  private ClusterChecks(ClusterFacts cluster, Set<String> seen) {
    this.cluster = cluster;
    this.seen = seen;
  }

  /**
   * @param seen variables whose values the server itself tells
   */
  public static List<Finding> of(ClusterFacts cluster, Set<String> seen) {
    ClusterChecks checks = new ClusterChecks(cluster, seen);
    if (cluster.failure().isPresent()) {
      checks.add(
          Severity.MISSING,
          "RDS API",
          cluster.failure().get(),
          "allow the role of the jobs rds:DescribeDBClusters, rds:DescribeDBClusterParameters and"
              + " rds:DescribeIntegrations, or take 'cluster' out of the environment");
      return List.copyOf(checks.findings);
    }
    checks.cluster();
    checks.parameters();
    checks.integrations();
    return List.copyOf(checks.findings);
  }

  private void cluster() {
    if (!cluster.status().equals("available")) {
      add(
          Severity.HARD,
          "status",
          "the cluster is " + cluster.status(),
          "wait until it is available");
    }
    if (!cluster.storageEncrypted()) {
      add(
          Severity.UNSAFE,
          "encryption",
          "the cluster's storage is not encrypted",
          "restore it from a snapshot with a KMS key");
    }
    if (cluster.pendingReboot()) {
      add(
          Severity.REFUSED,
          "parameter group",
          "a changed parameter waits for a reboot of the writer; until then it does not count",
          "reboot the writer instance");
    }
  }

  private void parameters() {
    WANTED.forEach(
        (name, values) -> {
          String value = cluster.parameters().getOrDefault(name, "");
          String wanted =
              ", and zero-ETL needs " + values.stream().sorted().findFirst().orElseThrow();
          String remedy = "set it there and reboot the writer";
          if (value.isEmpty() && !seen.contains(name)) {
            add(
                Severity.MISSING,
                name,
                "has no value in the parameter group, nor does the server tell one" + wanted,
                remedy);
          } else if (!value.isEmpty() && !values.contains(value)) {
            add(Severity.REFUSED, name, "is " + value + " in the parameter group" + wanted, remedy);
          }
        });
  }

  private void integrations() {
    if (cluster.integrations().isEmpty()) {
      add(
          Severity.MISSING,
          "integration",
          "no zero-ETL integration has the cluster as its source",
          "create one: aws rds create-integration");
    }
    for (Integration integration : cluster.integrations()) {
      String errors =
          integration.errors().isEmpty() ? "" : ": " + String.join("; ", integration.errors());
      switch (integration.status()) {
        case "active" -> {}
        case "failed" ->
            add(
                Severity.REFUSED,
                integration.name(),
                "the integration has failed for good" + errors,
                "delete it and create it anew");
        case "needs_attention" ->
            add(
                Severity.REFUSED,
                integration.name(),
                "the integration needs attention" + errors,
                "remove the cause that the text names");
        default ->
            add(
                Severity.HARD,
                integration.name(),
                "the integration is " + integration.status() + errors,
                "wait; tables that are read anew cannot be read by others");
      }
    }
  }

  private void add(Severity severity, String what, String reason, String remedy) {
    findings.add(
        new Finding(
            Area.SOURCE,
            severity,
            "cluster " + cluster.cluster() + " " + what,
            "",
            reason,
            remedy,
            List.of()));
  }
}
