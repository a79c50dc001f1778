package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.publish.PublishTable.DataFile;
import dev.plumbline.core.run.LockHeldException;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.stores.redshift.PublishOutcome;
import dev.plumbline.stores.redshift.Publisher;
import dev.plumbline.stores.redshift.RedshiftSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Publishing through the Redshift driver, the gateway's COPY and S3. */
@ExtendWith(SandboxExtension.class)
class PublisherIT {
  private PublishFixture fixture;

  @BeforeEach
  void open(Sandbox sandbox) {
    fixture = new PublishFixture(sandbox);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aGroupIsPublishedWithItsLedgerRowsAndLeavesNothingBehind() throws SQLException {
    PublishTable users = fixture.numbers("users", 10);
    PublishTable posts = fixture.numbers("posts", 100);

    List<PublishOutcome> outcomes = fixture.publisher("run-1").publish(List.of(users, posts));

    assertThat(outcomes)
        .containsExactly(
            new PublishOutcome(users.name(), 10, users.files().get(0).bytes(), false),
            new PublishOutcome(posts.name(), 100, posts.files().get(0).bytes(), false));
    assertThat(fixture.count("users")).isEqualTo(10);
    assertThat(fixture.count("posts")).isEqualTo(100);
    assertThat(ledger("run-1")).containsExactly(posts.name() + "=100", users.name() + "=10");
    assertThat(fixture.leftovers()).isEmpty();
    assertThat(fixture.manifests()).isEmpty();
    assertThat(
            fixture
                .query(
                    "SELECT diststyle, sortkey1 FROM svv_table_info WHERE \"schema\" = '"
                        + fixture.schema
                        + "' AND \"table\" = 'users'")
                .get(0)
                .text("sortkey1"))
        .contains("id");
  }

  @Test
  void aTableOfNoFilesIsPublishedEmpty() throws SQLException {
    fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));
    PublishTable none = with(fixture.numbers("users", 3), List.of(), 0);

    fixture.publisher("run-2").publish(List.of(none));

    assertThat(fixture.count("users")).isZero();
  }

  @Test
  void theSameRunIdPublishesNothingTwice() throws SQLException {
    fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));
    long before = tableId("users");

    List<PublishOutcome> again =
        fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));

    assertThat(again).extracting(PublishOutcome::alreadyPublished).containsExactly(true);
    assertThat(tableId("users")).isEqualTo(before);
    assertThat(ledger("run-1")).hasSize(1);
  }

  @Test
  void grantsStayAndLateBindingViewsFollow() throws SQLException {
    fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));
    fixture.execute(
        "GRANT USAGE ON SCHEMA " + fixture.schema + " TO reader",
        "GRANT SELECT ON TABLE " + fixture.schema + ".users TO reader",
        "CREATE VIEW "
            + fixture.schema
            + ".serving AS SELECT id, label FROM "
            + fixture.schema
            + ".users WITH NO SCHEMA BINDING",
        "GRANT SELECT ON TABLE " + fixture.schema + ".serving TO reader");

    fixture.publisher("run-2").publish(List.of(fixture.numbers("users", 5)));

    assertThat(fixture.count(fixture.reader(), "users")).isEqualTo(5);
    assertThat(fixture.count(fixture.reader(), "serving")).isEqualTo(5);
  }

  @Test
  void aTableThatWasGrantedToNobodyStaysSo() throws SQLException {
    fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));
    fixture.execute("GRANT USAGE ON SCHEMA " + fixture.schema + " TO reader");

    fixture.publisher("run-2").publish(List.of(fixture.numbers("users", 5)));

    assertThatThrownBy(() -> fixture.count(fixture.reader(), "users"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void readersNeverSeeAnErrorNorATornGroup() throws Exception {
    fixture.publisher("run-0").publish(List.of(fixture.numbers("a", 1), fixture.numbers("b", 1)));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> readings = new ArrayList<>();
      readings.add(readers.submit(() -> pollUntil(done, "a", "b")));
      readings.add(readers.submit(() -> pollUntil(done, "b", "a")));
      for (int run = 1; run <= 10; run++) {
        fixture
            .publisher("run-" + run)
            .publish(List.of(fixture.numbers("a", run + 1), fixture.numbers("b", run + 1)));
      }
      done.set(true);
      for (Future<Integer> reading : readings) {
        assertThat(reading.get(60, TimeUnit.SECONDS)).isPositive();
      }
    } finally {
      done.set(true);
      readers.shutdownNow();
    }
  }

  @Test
  void theSwitchWaitsForAReaderWithoutBlockingOthers() throws Exception {
    fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));
    ExecutorService background = Executors.newSingleThreadExecutor();
    try (RedshiftSession longReader = fixture.etl().open()) {
      longReader.begin();
      longReader.query("SELECT COUNT(*) FROM " + fixture.schema + ".users");
      Future<List<PublishOutcome>> publishing =
          background.submit(
              () -> fixture.publisher("run-2").publish(List.of(fixture.numbers("users", 5))));
      Awaitility.await("the new table to be staged")
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> fixture.leftovers().stream().anyMatch(name -> name.contains("__new_")));
      for (int i = 0; i < 20; i++) {
        assertThat(fixture.count("users")).isEqualTo(3);
      }
      assertThat(publishing).isNotDone();

      longReader.commit();

      assertThat(publishing.get(60, TimeUnit.SECONDS)).hasSize(1);
    } finally {
      background.shutdownNow();
    }
    assertThat(fixture.count("users")).isEqualTo(5);
  }

  @Test
  void aReaderThatNeverLetsGoIsNamedAndNothingChanges() throws SQLException {
    fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));
    try (RedshiftSession longReader = fixture.etl().open()) {
      longReader.begin();
      longReader.query("SELECT COUNT(*) FROM " + fixture.schema + ".users");
      String pid =
          longReader
              .first("SELECT pg_backend_pid() AS pid")
              .flatMap(row -> row.text("pid"))
              .orElseThrow();

      assertThatThrownBy(
              () ->
                  fixture
                      .publisher(fixture.etl(), "run-2", 1, PublishFixture.HASTY)
                      .publish(List.of(fixture.numbers("users", 5))))
          .isInstanceOf(PublishException.class)
          .hasMessageContaining("users is read by process " + pid + " of etl")
          .hasMessageEndingWith("Readers still see the tables as they were");
      longReader.rollback();
    }
    assertNothingChanged();
  }

  @Test
  void rowsThatAreMissingStopThePublishing() throws SQLException {
    fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));
    PublishTable users = fixture.numbers("users", 5);

    assertThatThrownBy(
            () -> fixture.publisher("run-2").publish(List.of(with(users, users.files(), 6))))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("COPY loaded 5 rows of " + users.name());
    assertNothingChanged();
  }

  @Test
  void aFileThatIsGoneStopsThePublishing() throws SQLException {
    fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));
    PublishTable users = fixture.numbers("users", 5);
    DataFile gone = new DataFile(users.files().get(0).uri() + ".gone", 100);

    assertThatThrownBy(
            () ->
                fixture
                    .publisher("run-2")
                    .publish(List.of(with(users, List.of(users.files().get(0), gone), 5))))
        .isInstanceOf(PublishException.class);
    assertNothingChanged();
  }

  @Test
  void aTextThatIsTooLongIsNamedWithItsColumn() throws SQLException {
    fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));
    DataFile file =
        fixture.files.write(
            "lake/" + fixture.schema + "/long.parquet",
            "SELECT 1::BIGINT AS id, repeat('é', 60) AS label");
    PublishTable users = with(fixture.numbers("users", 3), List.of(file), 1);

    assertThatThrownBy(() -> fixture.publisher("run-2").publish(List.of(users)))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("column label of " + users.name())
        .hasMessageContaining("holds a value wider than VARCHAR(100) (Redshift counts bytes)");
    assertNothingChanged();
  }

  @Test
  void aFailureInOneTableOfAGroupKeepsAllOfThem() throws SQLException {
    fixture
        .publisher("run-1")
        .publish(List.of(fixture.numbers("users", 3), fixture.numbers("posts", 3)));
    PublishTable posts = fixture.numbers("posts", 5);

    assertThatThrownBy(
            () ->
                fixture
                    .publisher("run-2")
                    .publish(List.of(fixture.numbers("users", 5), with(posts, posts.files(), 9))))
        .isInstanceOf(PublishException.class);
    assertNothingChanged();
    assertThat(fixture.count("posts")).isEqualTo(3);
  }

  @Test
  void aBoundViewStopsTheSwitchAndTheMessageSaysWhatToDo() throws SQLException {
    fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));
    fixture.execute(
        "CREATE VIEW " + fixture.schema + ".bound AS SELECT id FROM " + fixture.schema + ".users");

    assertThatThrownBy(
            () -> fixture.publisher("run-2").publish(List.of(fixture.numbers("users", 5))))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("create it again WITH NO SCHEMA BINDING");
    assertNothingChanged();
  }

  @Test
  void aHolderOfAnEarlierLeaseIsFencedOff() throws SQLException {
    Publisher zombie = fixture.publisher(fixture.etl(), "run-1", 1, PublishFixture.PATIENT);
    zombie.publish(List.of(fixture.numbers("users", 3)));
    fixture
        .publisher(fixture.etl(), "run-2", 2, PublishFixture.PATIENT)
        .publish(List.of(fixture.numbers("posts", 4)));

    assertThatThrownBy(() -> zombie.publish(List.of(fixture.numbers("posts", 5))))
        .isInstanceOf(LockHeldException.class)
        .hasMessageContaining("its token is 2, ours 1");
    assertThat(fixture.count("posts")).isEqualTo(4);
    assertThat(fixture.leftovers()).isEmpty();
  }

  @Test
  void whatADeadRunLeftIsRemovedByTheNext() throws SQLException {
    Publisher dying =
        fixture.publisher(new FailingSessions(fixture.etl()), "run-1", 1, PublishFixture.PATIENT);
    fixture.publisher("run-0").publish(List.of(fixture.numbers("users", 3)));
    fixture.store.put(
        fixture.stagedPrefix() + "/" + fixture.pipeline + "/protect/1/x.manifest", "{}");
    fixture.execute("CREATE TABLE " + fixture.schema + ".users__new_2024 (id BIGINT)");
    assertThatThrownBy(() -> dying.publish(List.of(fixture.numbers("users", 5))))
        .isInstanceOf(PublishException.class);
    assertThat(fixture.leftovers()).hasSize(2);

    fixture
        .publisher(fixture.etl(), "run-2", 2, PublishFixture.PATIENT)
        .publish(List.of(fixture.numbers("users", 7)));

    assertThat(fixture.count("users")).isEqualTo(7);
    assertThat(fixture.leftovers()).containsExactly("users__new_2024");
    assertThat(fixture.manifests()).isEmpty();
  }

  @Test
  void aCommitWhoseAnswerIsLostIsSettledByTheLedger() throws SQLException {
    fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));

    List<PublishOutcome> outcomes =
        fixture
            .publisher(
                LosingSessions.afterTheCommit(fixture.etl()), "run-2", 1, PublishFixture.PATIENT)
            .publish(List.of(fixture.numbers("users", 5)));

    assertThat(outcomes).hasSize(1);
    assertThat(fixture.count("users")).isEqualTo(5);
    assertThat(fixture.leftovers()).isEmpty();
  }

  @Test
  void aConnectionLostBeforeTheCommitArrivesChangesNothing() throws SQLException {
    fixture.publisher("run-1").publish(List.of(fixture.numbers("users", 3)));

    assertThatThrownBy(
            () ->
                fixture
                    .publisher(
                        LosingSessions.beforeTheCommit(fixture.etl()),
                        "run-2",
                        1,
                        PublishFixture.PATIENT)
                    .publish(List.of(fixture.numbers("users", 5))))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("the ledger shows that it did not take effect");
    assertNothingChanged();
  }

  @Test
  void groupsArePublishedAtTheSameTime() throws Exception {
    Publisher publisher = fixture.publisher("run-1");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<PublishOutcome>>> groups = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        PublishTable table = fixture.numbers("t" + i, 10 + i);
        groups.add(() -> publisher.publish(List.of(table)));
      }
      for (Future<List<PublishOutcome>> outcome : threads.invokeAll(groups)) {
        assertThat(outcome.get(60, TimeUnit.SECONDS)).hasSize(1);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(fixture.count("t3")).isEqualTo(13);
    assertThat(ledger("run-1")).hasSize(4);
    assertThat(fixture.leftovers()).isEmpty();
  }

  private int pollUntil(AtomicBoolean done, String first, String second) throws SQLException {
    int polls = 0;
    try (RedshiftSession session = fixture.etl().open()) {
      while (!done.get()) {
        var row =
            session
                .first(
                    "SELECT (SELECT COUNT(*) FROM "
                        + fixture.schema
                        + "."
                        + first
                        + ") AS one, (SELECT COUNT(*) FROM "
                        + fixture.schema
                        + "."
                        + second
                        + ") AS two")
                .orElseThrow();
        assertThat(row.number("one")).isEqualTo(row.number("two"));
        polls++;
      }
    }
    return polls;
  }

  private void assertNothingChanged() throws SQLException {
    assertThat(fixture.count("users")).isEqualTo(3);
    assertThat(ledger("run-2")).isEmpty();
    assertThat(fixture.leftovers()).isEmpty();
    assertThat(fixture.manifests()).isEmpty();
  }

  private List<String> ledger(String runId) throws SQLException {
    return fixture
        .query(
            "SELECT table_name, row_count FROM plumbline.publications WHERE pipeline = '"
                + fixture.pipeline
                + "' AND run_id = '"
                + runId
                + "' ORDER BY table_name")
        .stream()
        .map(row -> row.text("table_name").orElse("") + "=" + row.text("row_count").orElse(""))
        .toList();
  }

  private long tableId(String table) throws SQLException {
    return fixture
        .query(
            "SELECT c.oid AS id FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
                + " n.nspname = '"
                + fixture.schema
                + "' AND c.relname = '"
                + table
                + "'")
        .get(0)
        .number("id")
        .orElseThrow();
  }

  private static PublishTable with(PublishTable table, List<DataFile> files, long rows) {
    return new PublishTable(
        table.schema(),
        table.table(),
        table.columns(),
        table.distKey(),
        table.sortKey(),
        files,
        rows);
  }
}
