package dev.plumbline.tests;

import static dev.plumbline.tests.IngestFixture.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.ingest.IngestListener;
import dev.plumbline.jobs.ingest.IngestSummary;
import dev.plumbline.jobs.ingest.RejectedRow;
import dev.plumbline.jobs.ingest.ResourceSummary;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ingest into a real server. */
@ExtendWith(SandboxExtension.class)
class IngestIT {
  private static final Map<String, String> NO_PARENT = Map.of();

  private Sandbox sandbox;
  private IngestFixture source;
  private PagedApi api;

  @BeforeEach
  void open(Sandbox running) throws SQLException {
    sandbox = running;
    sandbox.control().apiData(10, 100, 500);
    source = new IngestFixture(running);
    api = new PagedApi();
  }

  @AfterEach
  void close() throws SQLException {
    api.close();
    source.close();
  }

  @Test
  void theBlogIsFilledOnceAndTheSameDataAgainChangesNothing() throws SQLException {
    List<TableSpec> blog = source.blog();
    IngestSummary first = source.ingest(sandbox.endpoints().api().url(), blog, false);
    assertThat(first.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(first.resources())
        .extracting(ResourceSummary::resource, ResourceSummary::rowsRead, ResourceSummary::inserted)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("users", 10L, 10L),
            org.assertj.core.groups.Tuple.tuple("posts", 100L, 100L),
            org.assertj.core.groups.Tuple.tuple("comments", 500L, 500L));
    assertThat(source.one("SELECT COUNT(*) FROM {db}.users WHERE created_at = updated_at"))
        .isEqualTo("10");
    String checksum = source.one("CHECKSUM TABLE {db}.users, {db}.posts, {db}.comments");
    String position = source.one("SHOW MASTER STATUS");

    IngestSummary second = source.ingest(sandbox.endpoints().api().url(), blog, false);
    assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(second.resources())
        .allSatisfy(
            resource -> {
              assertThat(resource.inserted()).isZero();
              assertThat(resource.updated()).isZero();
              assertThat(resource.unchanged()).isEqualTo(resource.rowsRead()).isPositive();
            });
    assertThat(source.one("CHECKSUM TABLE {db}.users, {db}.posts, {db}.comments"))
        .isEqualTo(checksum);
    assertThat(source.one("SHOW MASTER STATUS")).as("events in the binlog").isEqualTo(position);
  }

  @Test
  void tablesAreMadeAsZeroEtlNeedsThem() throws SQLException {
    source.ingest(sandbox.endpoints().api().url(), source.blog(), false);
    assertThat(
            source.rows(
                "SELECT table_name, engine, LEFT(table_collation, 7) FROM information_schema.tables"
                    + " WHERE table_schema = '{db}' ORDER BY 1"))
        .containsExactly("comments|InnoDB|utf8mb4", "posts|InnoDB|utf8mb4", "users|InnoDB|utf8mb4");
    assertThat(
            source.rows(
                "SELECT table_name, referenced_table_name, delete_rule, update_rule"
                    + " FROM information_schema.referential_constraints"
                    + " WHERE constraint_schema = '{db}' ORDER BY 1"))
        .containsExactly("comments|posts|RESTRICT|RESTRICT", "posts|users|RESTRICT|RESTRICT");
    assertThat(
            source.rows(
                "SELECT column_name, column_type, is_nullable, extra FROM"
                    + " information_schema.columns WHERE table_schema = '{db}' AND table_name ="
                    + " 'posts' AND column_name LIKE '%_at' ORDER BY 1"))
        .containsExactly(
            "created_at|timestamp(6)|NO|",
            "updated_at|timestamp(6)|NO|on update current_timestamp(6)");
  }

  @Test
  void onlyChangedRowsAreUpdatedAndCounted() throws SQLException {
    TableSpec table =
        source.table(
            "items",
            NO_PARENT,
            "id bigint not null",
            "name varchar(20)",
            "created_at timestamp(6) not null",
            "updated_at timestamp(6) not null");
    api.serve("/items", items(1, 30));
    source.ingest(api.url(), List.of(table), false);
    source.execute(
        "UPDATE "
            + source.database()
            + ".items SET created_at = '2020-01-01', updated_at ="
            + " '2020-01-01'");
    List<String> changed = new ArrayList<>(items(1, 33));
    changed.set(4, "{\"id\":5,\"name\":\"ITEM 5\"}");
    changed.set(17, "{\"id\":18,\"name\":null}");
    api.serve("/items", changed);

    ResourceSummary summary = of(source.ingest(api.url(), List.of(table), false), "items");
    assertThat(List.of(summary.inserted(), summary.updated(), summary.unchanged()))
        .containsExactly(3L, 2L, 28L);
    assertThat(
            source.rows(
                "SELECT id FROM {db}.items WHERE updated_at > '2020-01-01' AND created_at ="
                    + " '2020-01-01' ORDER BY id"))
        .containsExactly("5", "18");
    assertThat(source.one("SELECT name FROM {db}.items WHERE id = 5")).isEqualTo("ITEM 5");
    assertThat(source.one("SELECT name FROM {db}.items WHERE id = 18")).isEqualTo("null");
  }

  @Test
  void valuesArriveExactlyAndWhatDoesNotFitIsRejectedByKey() throws SQLException {
    TableSpec table =
        source.table(
            "places",
            NO_PARENT,
            "id bigint unsigned not null",
            "name varchar(5) not null",
            "lat decimal(9,6)",
            "ratio double",
            "tags json",
            "seen datetime(3)");
    api.serve(
        "/places",
        List.of(
            "{\"id\":18446744073709551615,\"name\":\"ä€😀'\\\\\",\"lat\":\"-37.3159\","
                + "\"ratio\":0.1,\"tags\":{\"b\":[1,2.50]},\"seen\":\"2026-07-01T12:00:00.120\"}",
            "{\"id\":2,\"name\":\"too long\"}",
            "{\"id\":3}",
            "{\"id\":4,\"name\":\"d\",\"lat\":\"1.1234567\"}",
            "{\"id\":5,\"name\":\"e\",\"lat\":1000,\"ratio\":\"x\"}",
            "{\"name\":\"f\"}",
            "{\"id\":7,\"name\":\"\",\"lat\":null}"));
    List<RejectedRow> told = new ArrayList<>();
    IngestSummary summary =
        source.ingest(
            api.url(),
            List.of(table),
            List.of(table),
            false,
            new IngestListener() {
              @Override
              public void rejected(RejectedRow row) {
                told.add(row);
              }
            });
    ResourceSummary places = of(summary, "places");
    assertThat(summary.exitCode()).isEqualTo(ExitCode.DEGRADED);
    assertThat(places.status()).isEqualTo(RunStatus.DEGRADED);
    assertThat(places.inserted()).isEqualTo(2);
    assertThat(places.rejections())
        .isEqualTo(told)
        .containsExactly(
            new RejectedRow("places", "id=2", "name: has 8 characters, more than varchar(5) holds"),
            new RejectedRow("places", "id=3", "name: is missing at /name"),
            new RejectedRow(
                "places", "id=4", "lat: \"1.1234567\" has more decimals than decimal(9,6) holds"),
            new RejectedRow(
                "places",
                "id=5",
                "lat: 1000 is out of range for decimal(9,6); ratio: \"x\" is not a number"),
            new RejectedRow("places", "row 6 of page 1", "id: is missing at /id"));
    assertThat(
            source.rows(
                "SELECT id, name, lat, ratio, tags, CAST(seen AS CHAR) FROM {db}.places ORDER BY"
                    + " id"))
        .containsExactly(
            "7||null|null|null|null",
            "18446744073709551615|ä€😀'\\|-37.315900|0.1|{\"b\":[1,2.50]}|2026-07-01 12:00:00.120");
    assertThat(places.message())
        .startsWith("5 rows were rejected, the first: id=2 (name: has 8 characters");
  }

  @Test
  void orphansAreReportedRowByRowAndTheirNeighboursAreWritten() throws SQLException {
    TableSpec parents = source.table("parents", NO_PARENT, "id bigint not null");
    TableSpec children =
        source.table(
            "children",
            Map.of("parent_id", "parents"),
            "id bigint not null",
            "parent_id bigint not null");
    api.serve("/parents", List.of("{\"id\":1}", "{\"id\":2}"));
    api.serve(
        "/children",
        IntStream.rangeClosed(1, 40)
            .mapToObj(
                i -> "{\"id\":" + i + ",\"parent_id\":" + (i % 20 == 0 ? 99 : 1 + i % 2) + "}")
            .toList());
    IngestSummary summary = source.ingest(api.url(), List.of(children, parents), false);
    ResourceSummary result = of(summary, "children");
    assertThat(result.inserted()).isEqualTo(38);
    assertThat(result.rejections())
        .containsExactly(
            new RejectedRow("children", "id=20", "orphan: parent_id names no row of parents"),
            new RejectedRow("children", "id=40", "orphan: parent_id names no row of parents"));
    assertThat(summary.exitCode()).isEqualTo(ExitCode.DEGRADED);
    assertThat(source.one("SELECT COUNT(*) FROM {db}.children")).isEqualTo("38");
  }

  @Test
  void aFailedResourceTakesItsDependentsWithItAndNobodyElse() throws SQLException {
    List<TableSpec> blog = source.blog();
    TableSpec other = source.table("items", NO_PARENT, "id bigint not null");
    List<TableSpec> all = new ArrayList<>(blog);
    all.add(other);
    api.serve("/items", List.of("{\"id\":1}"));
    api.serve("/users", List.of());
    api.refuse("/posts", 500);
    IngestSummary summary = source.ingest(api.url(), all, false);
    assertThat(summary.exitCode()).isEqualTo(ExitCode.SOURCE_FAILED);
    assertThat(of(summary, "posts").status()).isEqualTo(RunStatus.FAILED);
    assertThat(of(summary, "posts").message())
        .isEqualTo("Cannot read /posts page 1 of " + api.url() + ": HTTP 500 after 4 attempts");
    assertThat(of(summary, "comments").status()).isEqualTo(RunStatus.SKIPPED);
    assertThat(of(summary, "comments").message())
        .isEqualTo("skipped: it references posts, which was not filled");
    assertThat(of(summary, "users").status()).isEqualTo(RunStatus.OK);
    assertThat(of(summary, "items").inserted()).isEqualTo(1);
  }

  @Test
  void passingFaultsOfTheApiAreOvercome() {
    sandbox.control().apiFault("users", "server-error", 0, 1, 0);
    sandbox.control().apiFault("posts", "too-many-requests", 0, 1, 1);
    sandbox.control().apiFault("comments", "cut-body", 0, 2, 0);
    try {
      IngestSummary summary = source.ingest(sandbox.endpoints().api().url(), source.blog(), false);
      assertThat(summary.exitCode()).isEqualTo(ExitCode.OK);
      assertThat(summary.resources())
          .extracting(ResourceSummary::retries)
          .containsExactly(1L, 1L, 2L);
      assertThat(summary.resources())
          .extracting(ResourceSummary::inserted)
          .containsExactly(10L, 100L, 500L);
    } finally {
      sandbox.control().clearApiFaults();
    }
  }

  @Test
  void aTableThatDiffersIsNamedAndNothingIsWritten() throws SQLException {
    source.execute(
        "CREATE DATABASE " + source.database(),
        "CREATE TABLE "
            + source.database()
            + ".posts (id bigint NOT NULL PRIMARY KEY, user_id int NOT NULL, title varchar(300),"
            + " body text NOT NULL, created_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),"
            + " extra int, UNIQUE KEY by_title (title)) ENGINE=InnoDB");
    assertThatThrownBy(() -> source.ingest(sandbox.endpoints().api().url(), source.blog(), false))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("Cannot ingest into aurora: table " + source.database() + ".posts ")
        .hasMessageContaining("has column user_id as int(11), declared bigint")
        .hasMessageContaining("has column title as null, declared not null")
        .hasMessageContaining("has no column updated_at")
        .hasMessageContaining("has column extra, which is not declared")
        .hasMessageContaining("has unique index by_title")
        .hasMessageContaining("has no foreign key on column user_id to " + source.database());
    assertThat(source.rows("SHOW TABLES FROM {db}")).containsExactly("posts");
    assertThat(source.one("SELECT COUNT(*) FROM {db}.posts")).isEqualTo("0");
  }

  @Test
  void textKeysThatDifferOnlyInCaseAreDifferentRows() throws SQLException {
    TableSpec table =
        source.table("tags", NO_PARENT, "code varchar(10) not null", "name varchar(10)");
    api.serve(
        "/tags",
        List.of(
            "{\"code\":\"a\",\"name\":\"x\"}",
            "{\"code\":\"A\",\"name\":\"y\"}",
            "{\"code\":\"ä\",\"name\":\"z\"}"));
    assertThat(of(source.ingest(api.url(), List.of(table), false), "tags").inserted()).isEqualTo(3);
    assertThat(of(source.ingest(api.url(), List.of(table), false), "tags").unchanged())
        .isEqualTo(3);
  }

  @Test
  void aWrongPasswordIsASourceThatFailed() {
    assertThatThrownBy(() -> source.sessions("sandbox:aurora.reader.password").open())
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(
            "Cannot connect to aurora ("
                + sandbox.endpoints().aurora().url()
                + ") as user admin: Access denied for user 'admin'");
  }

  @Test
  void aSessionThatIsKilledFailsItsResourceAndKeepsWhatWasCommitted() throws SQLException {
    TableSpec table = source.table("items", NO_PARENT, "id bigint not null", "name varchar(20)");
    api.serve("/items", items(1, 5_000));
    String before = source.one("SELECT MAX(id) FROM information_schema.processlist");
    IngestSummary summary =
        source.ingest(
            api.url(),
            List.of(table),
            List.of(table),
            false,
            new IngestListener() {
              @Override
              public void advanced(String resource, long rows, OptionalLong total) {
                killSessionsAfter(before);
              }
            });
    assertThat(summary.exitCode()).isEqualTo(ExitCode.SOURCE_FAILED);
    assertThat(of(summary, "items").message())
        .startsWith("Cannot write " + source.database() + ".items: ");
    assertThat(source.one("SELECT COUNT(*) FROM {db}.items"))
        .isEqualTo(Long.toString(of(summary, "items").inserted()));
    ResourceSummary again = of(source.ingest(api.url(), List.of(table), false), "items");
    assertThat(again.inserted() + of(summary, "items").inserted()).isEqualTo(5_000);
  }

  private void killSessionsAfter(String before) {
    try {
      for (String id :
          source.rows(
              "SELECT id FROM information_schema.processlist WHERE user = 'admin' AND id > "
                  + before)) {
        source.execute("KILL " + id);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> items(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> "{\"id\":" + i + ",\"name\":\"item " + i + "\"}")
        .toList();
  }
}
