package dev.plumbline.core.preflight;

import dev.plumbline.core.preflight.Finding.Area;
import dev.plumbline.core.preflight.Finding.Severity;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Rights and settings of the warehouse, and what the integration says of the tables.
 *
 * <p>Sources: "Getting started with Aurora zero-ETL" (enable_case_sensitive_identifier);
 * SVV_INTEGRATION and SVV_INTEGRATION_TABLE_STATE in the Redshift guide.
 */
public final class WarehouseChecks {
  private static final Set<String> GOOD = Set.of("CdcRefreshState", "SchemaDiscoveryState");
  private static final String UNKNOWN = "unknown";

  private final WarehouseFacts warehouse;
  private final List<Finding> findings = new ArrayList<>();

  private WarehouseChecks(WarehouseFacts warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * @param tables those that the integration should have
   * @param refused tables of which it is known already that zero-ETL does not carry them
   */
  public static List<Finding> of(
      WarehouseFacts warehouse, Collection<TableName> tables, Collection<TableName> refused) {
    WarehouseChecks checks = new WarehouseChecks(warehouse);
    if (warehouse.failure().isPresent()) {
      checks.add(
          Severity.MISSING,
          "connection",
          warehouse.failure().get(),
          "see that the warehouse is up and that the account exists");
      return List.copyOf(checks.findings);
    }
    checks.settings();
    checks.rights(tables);
    checks.integration(tables, refused);
    return List.copyOf(checks.findings);
  }

  private void settings() {
    if (warehouse.caseSensitive().filter(on -> !on).isPresent()) {
      add(
          Severity.MISSING,
          "enable_case_sensitive_identifier",
          "is off, and zero-ETL demands it on the warehouse",
          "set it on the cluster's parameter group and reboot, or on the workgroup",
          "aws redshift modify-cluster-parameter-group --parameter-group-name GROUP --parameters"
              + " ParameterName=enable_case_sensitive_identifier,ParameterValue=true",
          "aws redshift-serverless update-workgroup --workgroup-name WORKGROUP --config-parameters"
              + " parameterKey=enable_case_sensitive_identifier,parameterValue=true");
    }
  }

  private void rights(Collection<TableName> tables) {
    if (warehouse.mayCreate().filter(may -> !may).isPresent()) {
      add(
          Severity.MISSING,
          "CREATE on database " + warehouse.database(),
          "the account may not create the schemas of our copies",
          "grant it, or create the schemas and make the account their owner",
          "GRANT CREATE ON DATABASE "
              + quote(warehouse.database())
              + " TO "
              + quote(warehouse.user()));
    }
    warehouse
        .unreadable()
        .ifPresent(
            reason ->
                add(
                    Severity.MISSING,
                    "SELECT on replicated tables",
                    reason,
                    "grant it while connected to the integration's database",
                    GrantText.replica(
                            warehouse.replica().map(ReplicaReport::database).orElseThrow(),
                            tables.stream().map(TableName::schema).toList(),
                            warehouse.user())
                        .toArray(String[]::new)));
  }

  private void integration(Collection<TableName> tables, Collection<TableName> refused) {
    if (warehouse.replica().isEmpty()) {
      add(
          Severity.UNKNOWN,
          "integration",
          "the environment names no integrationDatabase, so there is no replica to look at",
          "name it at the warehouse's endpoint");
      return;
    }
    ReplicaReport replica = warehouse.replica().get();
    if (replica.state().equals(UNKNOWN)) {
      add(
          Severity.MISSING,
          "SVV_INTEGRATION",
          "shows nothing of database "
              + replica.database()
              + ": there is no integration into it, or the account may not see it",
          "the view is for superusers; a role opens it",
          "GRANT ROLE sys:monitor TO " + quote(warehouse.user()));
      return;
    }
    if (!GOOD.contains(replica.state())) {
      add(
          Severity.REFUSED,
          "integration " + replica.database(),
          "is in state " + replica.state(),
          "see the integration's page in the RDS console; PendingDbConnectState means that CREATE"
              + " DATABASE … FROM INTEGRATION is still to be run");
    }
    for (TableState state : replica.tables()) {
      TableName name = new TableName(state.schema(), state.table());
      if (tables.contains(name)
          && !refused.contains(name)
          && !state.state().equals("Synced")
          && !state.state().equals(UNKNOWN)) {
        findings.add(table(replica.database(), name, state));
      }
    }
  }

  private static Finding table(String database, TableName name, TableState state) {
    boolean missing = state.state().equals("missing");
    return new Finding(
        Area.ZERO_ETL,
        Severity.REFUSED,
        name.toString(),
        "",
        "the replica's table is "
            + state.state()
            + (state.reason().isEmpty() ? "" : ": " + state.reason()),
        missing
            ? "include it in the integration's data filter, or wait for the first load"
            : "remove the cause at the source, then let the table be read anew",
        missing
            ? List.of()
            : List.of(
                "ALTER DATABASE "
                    + quote(database)
                    + " INTEGRATION REFRESH TABLE "
                    + quote(name.schema())
                    + "."
                    + quote(name.table())));
  }

  private static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private void add(Severity severity, String what, String reason, String remedy, String... sql) {
    findings.add(
        new Finding(
            Area.WAREHOUSE,
            severity,
            warehouse.endpoint() + " " + what,
            "",
            reason,
            remedy,
            List.of(sql)));
  }
}
