package dev.plumbline.core.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.preflight.Finding.Severity;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.table.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarehouseChecksTest {
  private static final TableName USERS = new TableName("shop", "users");
  private static final TableName LOG = new TableName("shop", "log");

  @Test
  void aWarehouseAsItShouldBeHasNoFindings() {
    assertThat(check(facts(true, true, replica("CdcRefreshState", "Synced", "Synced"), null)))
        .isEmpty();
  }

  @Test
  void rightsAndSettingsThatAreMissingComeWithTheirStatement() {
    assertThat(
            check(facts(false, false, replica("CdcRefreshState", "Synced", "Synced"), "refused")))
        .allMatch(finding -> finding.severity() == Severity.MISSING)
        .flatExtracting(Finding::statements)
        .containsExactly(
            "aws redshift modify-cluster-parameter-group --parameter-group-name GROUP --parameters"
                + " ParameterName=enable_case_sensitive_identifier,ParameterValue=true",
            "aws redshift-serverless update-workgroup --workgroup-name WORKGROUP --config-parameters"
                + " parameterKey=enable_case_sensitive_identifier,parameterValue=true",
            "GRANT CREATE ON DATABASE \"dev\" TO \"etl\"",
            "GRANT USAGE ON DATABASE \"zeroetl\" TO \"etl\"",
            "GRANT USAGE ON SCHEMA \"shop\" TO \"etl\"",
            "GRANT SELECT FOR TABLES IN SCHEMA \"shop\" TO \"etl\"");
  }

  @Test
  void anIntegrationThatIsNotSeenIsNoIntegrationThatIsWell() {
    assertThat(check(facts(true, true, replica("unknown", "unknown", "unknown"), null)))
        .extracting(finding -> finding.statements().get(0))
        .containsExactly("GRANT ROLE sys:monitor TO \"etl\"");
    assertThat(check(facts(true, true, null, null)))
        .extracting(Finding::severity)
        .containsExactly(Severity.UNKNOWN);
    assertThat(check(facts(true, true, replica("ErrorState", "Synced", "Synced"), null)))
        .extracting(Finding::severity)
        .containsExactly(Severity.REFUSED);
  }

  @Test
  void aTableThatIsNotSyncedIsNamedOnceAndOnlyIfNothingElseNamesIt() {
    WarehouseFacts facts = facts(true, true, replica("CdcRefreshState", "Failed", "Failed"), null);
    assertThat(WarehouseChecks.of(facts, List.of(USERS, LOG), List.of(LOG)))
        .extracting(finding -> finding.subject() + " " + finding.statements())
        .containsExactly(
            "shop.users [ALTER DATABASE \"zeroetl\" INTEGRATION REFRESH TABLE \"shop\".\"users\"]");
  }

  @Test
  void aWarehouseThatDoesNotAnswerIsOneFinding() {
    assertThat(check(WarehouseFacts.silent("warehouse", "etl", "no route")))
        .extracting(Finding::reason)
        .containsExactly("no route");
  }

  private static List<Finding> check(WarehouseFacts facts) {
    return WarehouseChecks.of(facts, List.of(USERS, LOG), List.of());
  }

  private static WarehouseFacts facts(
      boolean caseSensitive, boolean mayCreate, ReplicaReport replica, String unreadable) {
    return new WarehouseFacts(
        "warehouse",
        "etl",
        "dev",
        Optional.empty(),
        Optional.of(caseSensitive),
        Optional.of(mayCreate),
        Optional.ofNullable(replica),
        Optional.ofNullable(unreadable));
  }

  private static ReplicaReport replica(String state, String users, String log) {
    return new ReplicaReport(
        "id",
        "zeroetl",
        state,
        0,
        "",
        Instant.EPOCH,
        Instant.EPOCH,
        "",
        List.of(
            new TableState("shop", "users", users, ""), new TableState("shop", "log", log, "")));
  }
}
