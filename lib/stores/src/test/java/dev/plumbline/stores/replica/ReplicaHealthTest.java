package dev.plumbline.stores.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.Row;
import dev.plumbline.stores.replica.SourcePosition.Passed;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplicaHealthTest {
  private static final Instant NOW = Instant.parse("2026-07-01T02:00:00Z");
  private static final TableName USERS = new TableName("blog", "users");
  private static final TableName TAGS = new TableName("blog", "tags");

  private final Map<String, List<Row>> views = new HashMap<>();
  private final Map<String, SQLException> refused = new HashMap<>();

  @Test
  void aHealthyIntegrationIsReadWithoutThePadSpaces() {
    views.put(
        "svv_integration ",
        List.of(
            row(
                "integration_id", "4e744103-f156-4f09-a5f9-04e19fa92967   ",
                "state", "CdcRefreshState    ",
                "current_lag", "1500",
                "last_replicated_checkpoint", "{\"txn_seq\":9834,\"txn_id\":126597515}   ",
                "latest_shipped_source_commit_time", "2026-07-01 01:59:59.5")));
    views.put(
        "svv_integration_table_state",
        List.of(
            row("schema_name", "blog ", "table_name", "users ", "table_state", "Synced "),
            row(
                "schema_name", "blog",
                "table_name", "tags",
                "table_state", "Failed",
                "reason", "no primary key ")));
    views.put(
        "sys_integration_activity",
        List.of(
            row(
                "checkpoint_name", "checkpoints/checkpoint_3_241_3_510.json  ",
                "last_commit_timestamp", "2026-07-01 01:59:58")));

    ReplicaReading reading = read(List.of(USERS, TAGS));

    assertThat(reading.report().state()).isEqualTo("CdcRefreshState");
    assertThat(reading.report().integrationId()).isEqualTo("4e744103-f156-4f09-a5f9-04e19fa92967");
    assertThat(reading.report().lagMillis()).isEqualTo(1500);
    assertThat(reading.report().checkpoint()).isEqualTo("{\"txn_seq\":9834,\"txn_id\":126597515}");
    assertThat(reading.report().lastCommitAt()).isEqualTo(Instant.parse("2026-07-01T01:59:58Z"));
    assertThat(reading.report().readAt()).isEqualTo(NOW);
    assertThat(reading.report().message()).isEmpty();
    assertThat(reading.report().tables())
        .containsExactly(
            new TableState("blog", "users", "Synced", ""),
            new TableState("blog", "tags", "Failed", "no primary key"));
    assertThat(reading.shippedThrough()).contains(Instant.parse("2026-07-01T01:59:59.500Z"));
    assertThat(reading.passed(new SourcePosition("binlog.000003", 510, Optional.empty())))
        .isEqualTo(Passed.YES);
  }

  @Test
  void noRowsMeanUnknownAndNeverThatAllIsWell() {
    ReplicaReading reading = read(List.of(USERS));

    assertThat(reading.report().state()).isEqualTo("unknown");
    assertThat(reading.report().lagMillis()).isEqualTo(-1);
    assertThat(reading.report().lastCommitAt()).isNull();
    assertThat(reading.report().message())
        .isEqualTo(
            "SVV_INTEGRATION shows nothing of database zeroetl: there is no integration into it, or"
                + " this account may not see it (only superusers see it; GRANT ROLE sys:monitor TO"
                + " etl opens it); SVV_INTEGRATION_TABLE_STATE shows nothing of database zeroetl:"
                + " there is no integration into it, or this account may not see it (only superusers"
                + " see it; GRANT ROLE sys:monitor TO etl opens it)");
    assertThat(reading.report().tables())
        .containsExactly(
            new TableState(
                "blog", "users", "unknown", "SVV_INTEGRATION_TABLE_STATE shows no tables at all"));
    assertThat(reading.passed(new SourcePosition("binlog.000003", 510, Optional.empty())))
        .isEqualTo(Passed.UNKNOWN);
  }

  @Test
  void aViewThatIsRefusedIsNamedWithItsGrant() {
    views.put("svv_integration ", List.of(row("state", "CdcRefreshState")));
    views.put("svv_integration_table_state", List.of(row("schema_name", "blog")));
    refused.put(
        "sys_integration_activity",
        new SQLException(
            "ERROR: permission denied for relation sys_integration_activity", "42501"));

    ReplicaReading reading = read(List.of());

    assertThat(reading.report().state()).isEqualTo("CdcRefreshState");
    assertThat(reading.report().message())
        .isEqualTo(
            "Cannot read SYS_INTEGRATION_ACTIVITY: permission denied for relation"
                + " sys_integration_activity (only superusers see it; GRANT ROLE sys:monitor TO etl"
                + " opens it)");
    assertThat(reading.checkpointName()).isEmpty();
  }

  @Test
  void aTableThatTheIntegrationDoesNotListIsMissing() {
    views.put("svv_integration ", List.of(row("state", "CdcRefreshState")));
    views.put(
        "svv_integration_table_state",
        List.of(row("schema_name", "blog", "table_name", "users", "table_state", "Synced")));

    assertThat(read(List.of(USERS, TAGS)).report().tables())
        .extracting(TableState::table, TableState::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("users", "Synced"),
            org.assertj.core.groups.Tuple.tuple("tags", "missing"));
  }

  private ReplicaReading read(List<TableName> expected) {
    return ReplicaHealth.read(new Views(), "zeroetl", expected, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static Row row(String... columnsAndTexts) {
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < columnsAndTexts.length; i += 2) {
      texts.put(columnsAndTexts[i], columnsAndTexts[i + 1]);
    }
    return new Row(texts);
  }

  /** A warehouse of nothing but views. */
  private final class Views implements RedshiftSession {
    @Override
    public List<Row> query(String sql, Object... parameters) throws SQLException {
      if (sql.contains("current_user")) {
        return List.of(row("me", "etl"));
      }
      for (var view : refused.entrySet()) {
        if (sql.contains("FROM " + view.getKey())) {
          throw view.getValue();
        }
      }
      assertThat(parameters).containsExactly("zeroetl");
      return views.entrySet().stream()
          .filter(view -> sql.contains("FROM " + view.getKey()))
          .findFirst()
          .map(Map.Entry::getValue)
          .orElse(List.of());
    }

    @Override
    public int execute(String sql, Object... parameters) {
      throw new AssertionError("nothing is to be changed: " + sql);
    }

    @Override
    public void begin() {}

    @Override
    public void commit() {}

    @Override
    public void rollback() {}

    @Override
    public void close() {}
  }
}
