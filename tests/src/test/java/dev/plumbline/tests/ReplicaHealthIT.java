package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.mysql.HeartbeatRow;
import dev.plumbline.stores.redshift.RedshiftCounts;
import dev.plumbline.stores.redshift.RedshiftCounts.Count;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.redshift.RelationName;
import dev.plumbline.stores.replica.IdleSource;
import dev.plumbline.stores.replica.ReplicaHealth;
import dev.plumbline.stores.replica.ReplicaReading;
import dev.plumbline.stores.replica.ReplicaWait;
import dev.plumbline.stores.replica.SourcePosition;
import dev.plumbline.stores.replica.SourcePosition.Passed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The integration's views through the gateway, and the source's own position. */
@ExtendWith(SandboxExtension.class)
class ReplicaHealthIT {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-07-01T02:00:00Z"), ZoneOffset.UTC);
  private static final TableName USERS = new TableName("blog", "users");
  private static final TableName TAGS = new TableName("blog", "tags");
  private static final TableName NONE = new TableName("blog", "none");

  private PublishFixture fixture;

  @BeforeEach
  void open(Sandbox sandbox) throws SQLException {
    fixture = new PublishFixture(sandbox);
    onPostgres(
        sandbox,
        "insert into sandbox.integration (integration_id, target_database, state, current_lag_ms,"
            + " last_replicated_checkpoint, creation_time, latest_shipped_source_commit_time) values"
            + " ('health-test', 'health', 'CdcRefreshState', 1500,"
            + " '{\"txn_seq\":9834,\"txn_id\":126597515}', '2026-07-01 00:00:00', '2026-07-01"
            + " 01:59:59.5')",
        "insert into sandbox.integration_table (integration_id, schema_name, table_name, table_state,"
            + " reason, last_updated_timestamp) values ('health-test', 'blog', 'users', 'Synced',"
            + " null, '2026-07-01 01:00:00'), ('health-test', 'blog', 'tags', 'Failed', 'no primary"
            + " key', '2026-07-01 01:00:00')",
        "insert into sandbox.integration_activity (integration_id, target_database, source,"
            + " checkpoint_name, checkpoint_type, checkpoint_bytes, last_commit_timestamp,"
            + " modified_tables, integration_start_time, integration_end_time) values ('health-test',"
            + " 'health', 'MySQL', 'checkpoints/checkpoint_3_241_3_510.json', 'cdc', 269, '2026-07-01"
            + " 01:59:58', 1, '2026-07-01 01:59:58', '2026-07-01 01:59:59')");
  }

  @AfterEach
  void close(Sandbox sandbox) throws SQLException {
    onPostgres(
        sandbox,
        "delete from sandbox.integration where integration_id = 'health-test'",
        "delete from sandbox.integration_table where integration_id = 'health-test'",
        "delete from sandbox.integration_activity where integration_id = 'health-test'");
    fixture.close();
  }

  @Test
  void theIntegrationsStateIsReadThroughItsViews() {
    ReplicaReading reading = read(fixture.etl(), "health");

    assertThat(reading.report().state()).isEqualTo("CdcRefreshState");
    assertThat(reading.report().integrationId()).isEqualTo("health-test");
    assertThat(reading.report().lagMillis()).isEqualTo(1500);
    assertThat(reading.report().checkpoint()).isEqualTo("{\"txn_seq\":9834,\"txn_id\":126597515}");
    assertThat(reading.report().lastCommitAt()).isEqualTo(Instant.parse("2026-07-01T01:59:58Z"));
    assertThat(reading.report().message()).isEmpty();
    assertThat(reading.report().tables())
        .extracting(TableState::table, TableState::state, TableState::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("tags", "Failed", "no primary key"),
            org.assertj.core.groups.Tuple.tuple("users", "Synced", ""),
            org.assertj.core.groups.Tuple.tuple(
                "none", "missing", reading.report().tables().get(2).reason()));
    assertThat(reading.shippedThrough()).contains(Instant.parse("2026-07-01T01:59:59.500Z"));
    assertThat(reading.checkpointName()).contains("checkpoints/checkpoint_3_241_3_510.json");
  }

  @Test
  void anAccountThatMaySeeNothingLearnsThatItIsUnknown() {
    ReplicaReading reading = read(fixture.reader(), "health");

    assertThat(reading.report().state()).isEqualTo("unknown");
    assertThat(reading.report().message())
        .contains("SVV_INTEGRATION shows nothing of database health")
        .contains("GRANT ROLE sys:monitor TO reader");
    assertThat(reading.report().tables())
        .extracting(TableState::state)
        .containsOnly(ReplicaHealth.UNKNOWN);
  }

  @Test
  void anotherDatabasesIntegrationDoesNotCount() {
    assertThat(read(fixture.etl(), "elsewhere").report().state()).isEqualTo("unknown");
  }

  @Test
  void aTableThatIsNotThereIsUnreadableAndSaysWhy() throws SQLException {
    try (RedshiftSession session = fixture.etl().open()) {
      Count count = RedshiftCounts.rows(session, RelationName.of("nowhere", "blog", "users"), "");

      assertThat(count).isInstanceOf(Count.Unreadable.class);
      assertThat(((Count.Unreadable) count).reason())
          .startsWith("Cannot read nowhere.blog.users: ");
      assertThat(session.first("SELECT 1 AS one")).isPresent();
    }
  }

  @Test
  void theSourcesPositionMovesWithItsCommits(Sandbox sandbox) throws SQLException {
    try (Connection writer = sandbox.aurora();
        Connection reader = sandbox.aurora(sandbox.endpoints().aurora().reader());
        Statement statement = writer.createStatement()) {
      SourcePosition before = SourcePosition.read(reader);
      statement.execute("create database if not exists position_test");
      SourcePosition after = SourcePosition.read(reader);

      assertThat(before.passedBy(after.toString())).isEqualTo(Passed.YES);
      assertThat(after.passedBy(before.toString())).isEqualTo(Passed.NO);
      assertThat(after.gtid()).isPresent();
      statement.execute("drop database position_test");
    }
  }

  @Test
  void theHeartbeatOfAnIdleSourceIsPassed(Sandbox sandbox) throws SQLException {
    try (Connection writer = sandbox.aurora();
        Statement statement = writer.createStatement();
        RedshiftSession session = fixture.etl().open()) {
      statement.execute("create database beats");
      statement.execute(
          "create table beats.heart (id int primary key, beaten_at timestamp(6) null)");
      statement.execute(
          "create or replace user 'beating'@'%' identified by '"
              + sandbox.endpoints().aurora().ingest().password()
              + "'");
      statement.execute("grant select, insert, update on beats.heart to 'beating'@'%'");
      sandbox.control().awaitReplica();
      follow(sandbox);
      // The last commit is one of which the integration tells nothing.
      statement.execute("create database beats_elsewhere");
      SourcePosition noted = SourcePosition.read(writer);

      assertThat(passed(session, writer, IdleSource.Heartbeat.NONE, noted, Duration.ofMillis(600)))
          .isFalse();
      HeartbeatRow row = heartbeat(sandbox, "heart");
      IdleSource.Heartbeat beat =
          () -> {
            row.beat();
            sandbox.control().awaitReplica();
            follow(sandbox);
          };
      assertThat(passed(session, writer, beat, noted, Duration.ofSeconds(60))).isTrue();
      row.beat();
      sandbox.control().awaitReplica();
      try (ResultSet beaten =
          statement.executeQuery("select count(*), max(id), max(beaten_at) from beats.heart")) {
        beaten.next();
        assertThat(beaten.getInt(1)).isEqualTo(1);
        assertThat(beaten.getInt(2)).isEqualTo(1);
        assertThat(beaten.getTimestamp(3)).isNotNull();
      }
      assertThatThrownBy(() -> heartbeat(sandbox, "lung").beat())
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith("Cannot write the heartbeat into aurora beats.lung: ");
      statement.execute("drop user 'beating'@'%'");
      statement.execute("drop database beats");
      statement.execute("drop database beats_elsewhere");
    }
  }

  private static boolean passed(
      RedshiftSession session,
      Connection writer,
      IdleSource.Heartbeat beat,
      SourcePosition noted,
      Duration atMost) {
    Clock clock = Clock.systemUTC();
    return new ReplicaWait(session, writer, "health", clock, atMost, Waiting.REAL)
        .with(new IdleSource(beat, clock))
        .until(noted, List.of())
        .passed();
  }

  /** An account that may write to that table alone. */
  private static HeartbeatRow heartbeat(Sandbox sandbox, String table) {
    return new HeartbeatRow(
        "aurora",
        new Endpoint.Heartbeat(
            new TableName("beats", table),
            new JdbcAccess(
                sandbox.endpoints().aurora().url(),
                new Login("beating", SecretRef.parse("sandbox:aurora.ingest.password")),
                Map.of())),
        new Secrets(sandbox.endpointsFile().toString(), "us-east-1"));
  }

  /** The integration of this test has come as far as that of the sandbox. */
  private static void follow(Sandbox sandbox) {
    try {
      onPostgres(
          sandbox,
          "update sandbox.integration_activity set checkpoint_name = (select checkpoint_name from"
              + " sandbox.integration_activity where integration_id = '"
              + sandbox.endpoints().redshift().integrationId()
              + "' and checkpoint_type = 'cdc' order by integration_end_time desc limit 1) where"
              + " integration_id = 'health-test'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private ReplicaReading read(RedshiftSessions sessions, String database) {
    try (RedshiftSession session = sessions.open()) {
      return ReplicaHealth.read(session, database, List.of(USERS, TAGS, NONE), CLOCK);
    }
  }

  private static void onPostgres(Sandbox sandbox, String... statements) throws SQLException {
    try (Connection connection = sandbox.postgres();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
