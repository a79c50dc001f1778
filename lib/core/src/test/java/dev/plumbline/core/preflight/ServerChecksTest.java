package dev.plumbline.core.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.preflight.Finding.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerChecksTest {
  private static final Map<String, String> AURORA =
      Map.ofEntries(
          Map.entry("aurora_version", "3.08.2"),
          Map.entry("version", "8.0.39"),
          Map.entry("log_bin", "ON"),
          Map.entry("binlog_format", "ROW"),
          Map.entry("binlog_row_image", "FULL"),
          Map.entry("binlog_row_metadata", "FULL"),
          Map.entry("aurora_enhanced_binlog", "ON"),
          Map.entry("binlog_backup", "0"),
          Map.entry("binlog_replication_globaldb", "OFF"),
          Map.entry("binlog_transaction_compression", "OFF"),
          Map.entry("binlog_row_value_options", ""),
          Map.entry("max_execution_time", "0"),
          Map.entry("wait_timeout", "28800"));

  @Test
  void aServerAsZeroEtlDemandsItHasNoFindings() {
    assertThat(ServerChecks.of(server(Map.of(), "48"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "aurora_version, 3.05.1, REFUSED",
    "aurora_version, 2.12.0, REFUSED",
    "binlog_format, MIXED, REFUSED",
    "binlog_row_image, MINIMAL, REFUSED",
    "binlog_row_metadata, MINIMAL, REFUSED",
    "aurora_enhanced_binlog, OFF, REFUSED",
    "binlog_backup, 1, REFUSED",
    "binlog_transaction_compression, ON, REFUSED",
    "binlog_row_value_options, PARTIAL_JSON, REFUSED",
    "max_execution_time, 30000, HARD",
    "wait_timeout, 60, HARD"
  })
  void aSettingThatIsWrongIsNamed(String name, String value, Severity severity) {
    List<Finding> findings = ServerChecks.of(server(Map.of(name, value), "48"));
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).severity()).isEqualTo(severity);
    assertThat(findings.get(0).subject()).isEqualTo("aurora " + name);
  }

  @Test
  void retentionFiltersAndPlainConnectionsAreNamed() {
    assertThat(ServerChecks.of(server(Map.of(), "1")))
        .singleElement()
        .matches(finding -> finding.statements().get(0).contains("rds_set_configuration"));
    ServerFacts plain =
        new ServerFacts(
            "aurora",
            "r@%",
            AURORA,
            false,
            List.of("Binlog_Do_DB=a"),
            Optional.of("48"),
            List.of());
    assertThat(ServerChecks.of(plain))
        .extracting(Finding::severity)
        .containsExactly(Severity.LOST, Severity.UNSAFE);
  }

  @Test
  void aClusterThatRemovesTheLogAsItLikesIsHard() {
    assertThat(ServerChecks.of(server(Map.of("binlog_expire_logs_seconds", "2592000"), "0")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.HARD);
              assertThat(finding.statements())
                  .containsExactly(
                      "CALL mysql.rds_set_configuration('binlog retention hours', 24)");
            });
  }

  @Test
  void aClusterWhoseRetentionMayNotBeReadIsUnknown() {
    Map<String, String> variables = new HashMap<>(AURORA);
    variables.put("binlog_expire_logs_seconds", "2592000");
    assertThat(ServerChecks.of(server(variables, Optional.empty())))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
              assertThat(finding.statements())
                  .containsExactly("GRANT SELECT ON `mysql`.`rds_configuration` TO 'r'@'%'");
            });
  }

  @Test
  void anotherServerTellsByItsOwnVariable() {
    assertThat(
            ServerChecks.of(
                server(
                    Map.of("log_bin", "ON", "binlog_expire_logs_seconds", "3600"),
                    Optional.empty())))
        .filteredOn(finding -> finding.severity() == Severity.HARD)
        .singleElement()
        .matches(
            finding ->
                finding.statements().contains("SET GLOBAL binlog_expire_logs_seconds = 86400"));
  }

  @Test
  void anotherServerThanAuroraIsUnknownInWhatOnlyAuroraHas() {
    Map<String, String> variables = new HashMap<>(AURORA);
    variables.keySet().removeIf(name -> name.contains("aurora") || name.contains("globaldb"));
    variables.remove("binlog_backup");
    assertThat(
            ServerChecks.of(
                new ServerFacts(
                    "db", "r@%", variables, true, List.of(), Optional.empty(), List.of())))
        .extracting(Finding::severity)
        .containsExactly(Severity.UNKNOWN);
  }

  @Test
  void anAccountThatOnlyReadsHasNoFindings() {
    assertThat(
            account(
                "GRANT USAGE ON *.* TO `r`@`%`",
                "GRANT SELECT ON `my\\_shop`.* TO `r`@`%`",
                "GRANT REPLICATION CLIENT ON *.* TO `r`@`%`"))
        .isEmpty();
  }

  @Test
  void whatAnAccountLacksIsNamedWithItsGrant() {
    assertThat(account("GRANT USAGE ON *.* TO `r`@`10.%`"))
        .extracting(finding -> finding.severity() + " " + finding.statements().get(0))
        .containsExactly(
            "MISSING GRANT SELECT ON `my_shop`.* TO 'r'@'%'",
            "MISSING GRANT REPLICATION CLIENT ON *.* TO 'r'@'%'");
  }

  @Test
  void whatAnAccountMayDoTooMuchIsUnsafe() {
    assertThat(
            account(
                "GRANT ALL PRIVILEGES ON *.* TO `r`@`%` WITH GRANT OPTION",
                "GRANT SELECT, INSERT (`a`, `b`), SHOW VIEW ON `my_shop`.`t` TO `r`@`%`"))
        .extracting(finding -> finding.severity() + " " + finding.statements().get(0))
        .containsExactly(
            "UNSAFE REVOKE ALL PRIVILEGES, GRANT OPTION ON *.* FROM 'r'@'%'",
            "UNSAFE REVOKE INSERT ON `my_shop`.`t` FROM 'r'@'%'");
  }

  @Test
  void whoReadsTheLogNeedsARightOfItsOwn() {
    String[] reads = {
      "GRANT REPLICATION CLIENT ON *.* TO `r`@`%`", "GRANT SELECT ON `my_shop`.* TO `r`@`%`"
    };
    assertThat(account(reads)).isEmpty();
    assertThat(account(true, reads))
        .extracting(finding -> finding.severity() + " " + finding.statements().get(0))
        .containsExactly("MISSING GRANT REPLICATION SLAVE ON *.* TO 'r'@'%'");
    assertThat(account(true, "GRANT SELECT, REPLICATION SLAVE, BINLOG MONITOR ON *.* TO `r`@`%`"))
        .isEmpty();
  }

  private static List<Finding> account(String... grants) {
    return account(false, grants);
  }

  private static List<Finding> account(boolean log, String... grants) {
    return AccountChecks.of(
        new ServerFacts(
            "aurora", "r@%", AURORA, true, List.of(), Optional.empty(), List.of(grants)),
        List.of("my_shop"),
        log);
  }

  private static ServerFacts server(Map<String, String> changed, String retentionHours) {
    Map<String, String> variables = new HashMap<>(AURORA);
    variables.putAll(changed);
    return server(variables, Optional.of(retentionHours));
  }

  private static ServerFacts server(
      Map<String, String> variables, Optional<String> retentionHours) {
    return new ServerFacts("aurora", "r@%", variables, true, List.of(), retentionHours, List.of());
  }
}
