package dev.plumbline.core.preflight;

import dev.plumbline.core.preflight.Finding.Area;
import dev.plumbline.core.preflight.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the source server that zero-ETL demands or that make extraction fail.
 *
 * <p>Sources: "Getting started with Aurora zero-ETL integrations" (cluster parameters), "Supported
 * Regions and engines" (3.05.2), "Aurora zero-ETL integrations" (binlog filtering).
 */
public final class ServerChecks {
  private static final List<Integer> LEAST_AURORA = List.of(3, 5, 2);

  /** A run and its repeat after a bad night should still find the log. */
  private static final long LEAST_RETENTION_HOURS = 24;

  private static final double LEAST_SECONDS = 3_600;

  private final ServerFacts server;
  private final List<Finding> findings = new ArrayList<>();

  private ServerChecks(ServerFacts server) {
    this.server = server;
  }

  public static List<Finding> of(ServerFacts server) {
    ServerChecks checks = new ServerChecks(server);
    checks.product();
    checks.binlog();
    checks.retention();
    checks.timeouts();
    checks.encryption();
    return List.copyOf(checks.findings);
  }

  private void product() {
    Optional<String> aurora = server.variable("aurora_version");
    if (aurora.isEmpty()) {
      add(
          Severity.UNKNOWN,
          "version",
          "the server is "
              + server.variable("version").orElse("of unknown version")
              + ", not Aurora MySQL: what only Aurora has is not looked at",
          "");
    } else if (isBelow(aurora.get())) {
      add(
          Severity.REFUSED,
          "aurora_version",
          "the engine is " + aurora.get() + ", and zero-ETL needs 3.05.2 or later",
          "upgrade the cluster");
    }
  }

  private static boolean isBelow(String version) {
    String[] parts = version.split("\\.", -1);
    for (int i = 0; i < LEAST_AURORA.size(); i++) {
      int part = i < parts.length ? number(parts[i]) : 0;
      if (part != LEAST_AURORA.get(i)) {
        return part < LEAST_AURORA.get(i);
      }
    }
    return false;
  }

  private static int number(String text) {
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  private void binlog() {
    require("log_bin", "ON", false);
    require("binlog_format", "ROW", false);
    require("binlog_row_image", "FULL", false);
    require("binlog_row_metadata", "FULL", false);
    require("aurora_enhanced_binlog", "1", true);
    require("binlog_backup", "0", true);
    require("binlog_replication_globaldb", "0", true);
    forbid("binlog_transaction_compression", "ON");
    forbid("binlog_row_value_options", "PARTIAL_JSON");
    if (!server.logFilters().isEmpty()) {
      add(
          Severity.LOST,
          "binlog filters",
          "the binary log is filtered ("
              + String.join(", ", server.logFilters())
              + "): what it leaves out never reaches the replica, and nothing tells",
          "take the filters out of the parameter group and reboot");
    }
  }

  /**
   * @param auroraOnly a server that is not Aurora has no such variable
   */
  private void require(String name, String wanted, boolean auroraOnly) {
    Optional<String> value = server.variable(name);
    if (value.isEmpty()) {
      if (server.isAurora() || !auroraOnly) {
        add(
            Severity.UNKNOWN,
            name,
            "the server does not tell it; zero-ETL needs " + wanted,
            "look at the cluster parameter group");
      }
      return;
    }
    if (!same(value.get(), wanted)) {
      add(
          Severity.REFUSED,
          name,
          "is " + value.get() + ", and zero-ETL needs " + wanted,
          "set it in the cluster parameter group and reboot the writer; an integration that exists"
              + " stays Syncing until then");
    }
  }

  private static boolean same(String value, String wanted) {
    return value.equalsIgnoreCase(wanted)
        || (wanted.equals("1") && value.equalsIgnoreCase("ON"))
        || (wanted.equals("0") && value.equalsIgnoreCase("OFF"));
  }

  private void forbid(String name, String unwanted) {
    server
        .variable(name)
        .filter(value -> value.equalsIgnoreCase(unwanted))
        .ifPresent(
            value ->
                add(
                    Severity.REFUSED,
                    name,
                    "is " + value + ", which zero-ETL does not read",
                    "change it in the cluster parameter group and reboot the writer"));
  }

  private void retention() {
    Optional<Double> managed = server.retentionHours().flatMap(ServerChecks::decimal);
    if (managed.isEmpty() && server.isAurora()) {
      add(
          Severity.UNKNOWN,
          "binlog retention",
          "the account may not read how long the cluster keeps the binary log",
          "let it read that",
          "GRANT SELECT ON `mysql`.`rds_configuration` TO " + AccountChecks.account(server));
      return;
    }
    Optional<Double> hours =
        managed.or(
            () ->
                server
                    .variable("binlog_expire_logs_seconds")
                    .flatMap(ServerChecks::decimal)
                    .filter(seconds -> seconds > 0)
                    .map(seconds -> seconds / 3_600));
    hours
        .filter(kept -> kept < LEAST_RETENTION_HOURS)
        .ifPresent(
            kept ->
                add(
                    Severity.HARD,
                    "binlog retention",
                    "the binary log is kept "
                        + (kept > 0
                            ? "for " + Math.round(kept) + " h"
                            : "no longer than the server itself needs it")
                        + "; a replica that stands still for longer has to be seeded anew",
                    "keep it for a day at least",
                    managed.isPresent()
                        ? "CALL mysql.rds_set_configuration('binlog retention hours', 24)"
                        : "SET GLOBAL binlog_expire_logs_seconds = 86400"));
  }

  private void timeouts() {
    timeout("max_execution_time", 1_000);
    timeout("max_statement_time", 1);
    timeout("wait_timeout", 1);
  }

  private void timeout(String name, int perSecond) {
    server
        .variable(name)
        .flatMap(ServerChecks::decimal)
        .map(value -> value / perSecond)
        .filter(seconds -> seconds > 0 && seconds < LEAST_SECONDS)
        .ifPresent(
            seconds ->
                add(
                    Severity.HARD,
                    name,
                    "the server ends statements or sessions after "
                        + Math.round(seconds)
                        + " s; reading a large table takes longer",
                    "lift it for the account or in the parameter group"));
  }

  private void encryption() {
    if (!server.encrypted()) {
      add(
          Severity.UNSAFE,
          "connection",
          "the session is not encrypted",
          "set sslMode: VERIFY_IDENTITY among the endpoint's properties, and"
              + " require_secure_transport=ON on the cluster");
    }
  }

  private static Optional<Double> decimal(String text) {
    return text.matches("\\d{1,15}(?:\\.\\d+)?")
        ? Optional.of(Double.parseDouble(text))
        : Optional.empty();
  }

  private void add(Severity severity, String what, String reason, String remedy, String... sql) {
    findings.add(
        new Finding(
            Area.SOURCE,
            severity,
            server.endpoint() + " " + what,
            "",
            reason,
            remedy,
            List.of(sql)));
  }
}
