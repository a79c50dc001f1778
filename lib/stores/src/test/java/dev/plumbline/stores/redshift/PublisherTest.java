package dev.plumbline.stores.redshift;

import static dev.plumbline.stores.redshift.FakeRedshift.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.publish.Loaded;
import dev.plumbline.core.publish.Origin;
import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.publish.PublishTable.Column;
import dev.plumbline.core.publish.PublishTable.DataFile;
import dev.plumbline.core.run.LockHeldException;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.StateUnknownException;
import dev.plumbline.stores.s3.MemoryObjectStore;
import dev.plumbline.stores.s3.ObjectStore.Listed;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublisherTest {
  private static final String COPY_FILE = "s3://lake/bronze_blog/users/data/a.parquet";
  private static final String MANIFEST =
      "s3://bucket/state/staged/blog/protect/7/fallback_blog.users.manifest";
  private static final String CHAIN = chain();

  private final FakeRedshift redshift = new FakeRedshift();
  private final MemoryObjectStore store = new MemoryObjectStore();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private Instant now = Instant.parse("2026-07-01T02:00:00Z");
  private final InstantSource clock = () -> now;
  private final PublishTable users =
      new PublishTable(
          "fallback_blog",
          "users",
          List.of(
              new Column("id", "BIGINT", Optional.of("BIGINT"), "{c}", false),
              new Column(
                  "level", "INTEGER", Optional.of("SMALLINT"), "CAST({c} AS SMALLINT)", true),
              new Column("_run_id", "VARCHAR(64)", Optional.empty(), "{c}", true)),
          Optional.of("id"),
          List.of("id"),
          List.of(new DataFile(COPY_FILE, 1234)),
          10);
  private final PublishTable daily =
      new PublishTable(
          "gold",
          "daily",
          List.of(new Column("day", "DATE", Optional.of("DATE"), "{c}", true)),
          Optional.empty(),
          List.of(),
          List.of(),
          0);

  @BeforeEach
  void aWarehouseThatHoldsTheOldUsers() {
    redshift
        .answer("FROM \"fallback_blog\".\"users__new_", row("row_count", "10"))
        .answer("FROM \"gold\".\"daily__new_", row("row_count", "0"))
        .answer("pg_last_copy_count", row("loaded", "10"))
        .answer("c.relkind AS kind", row("kind", "r"));
  }

  @Test
  void aTableIsStagedCountedAndSwitchedInOneTransaction() {
    redshift.answer("AS acl", row("acl", "{etl=arwdRxt/etl,=r/etl}", "me", "etl"));

    List<PublishOutcome> outcomes = publisher().publish(List.of(users));

    assertThat(outcomes)
        .containsExactly(new PublishOutcome("fallback_blog.users", 10, 1234, false));
    String stage = "\"fallback_blog\".\"users__stage_" + CHAIN + "_7\"";
    String fresh = "\"fallback_blog\".\"users__new_" + CHAIN + "_7\"";
    List<String> sinceStaging =
        redshift.log.stream()
            .dropWhile(entry -> !entry.startsWith("CREATE TABLE " + fresh))
            .filter(entry -> !entry.contains("svv_") && !entry.contains("pg_class"))
            .toList();
    assertThat(sinceStaging)
        .containsExactly(
            "CREATE TABLE "
                + fresh
                + " (\"id\" BIGINT NOT NULL, \"level\" SMALLINT) DISTSTYLE KEY DISTKEY(\"id\")"
                + " COMPOUND SORTKEY(\"id\")",
            "CREATE TABLE "
                + stage
                + " (\"id\" BIGINT, \"level\" INTEGER, \"_run_id\" VARCHAR(64))",
            "COPY "
                + stage
                + " FROM '"
                + MANIFEST
                + "' IAM_ROLE 'arn:aws:iam::000000000000:role/plumbline' FORMAT AS PARQUET MANIFEST",
            "SELECT pg_last_copy_count() AS loaded",
            "INSERT INTO "
                + fresh
                + " (\"id\", \"level\") SELECT \"id\", CAST(\"level\" AS SMALLINT) FROM "
                + stage,
            "DROP TABLE " + stage,
            "SELECT COUNT(*) AS row_count FROM " + fresh,
            "SET statement_timeout TO 200",
            "BEGIN",
            "LOCK TABLE \"plumbline\".\"fences\", \"fallback_blog\".\"users\"",
            "SET statement_timeout TO 120000",
            "SELECT token FROM plumbline.fences WHERE pipeline = ? AND chain = ? [blog, protect]",
            "DROP TABLE \"fallback_blog\".\"users\"",
            "ALTER TABLE " + fresh + " RENAME TO \"users\"",
            "DELETE FROM plumbline.lineage WHERE table_name = ? [fallback_blog.users]",
            "INSERT INTO plumbline.publications (pipeline, run_id, table_name, row_count, bytes,"
                + " published_at, token) VALUES (?, ?, ?, ?, ?, ?, ?) [blog, run-1,"
                + " fallback_blog.users, 10, 1234, 2026-07-01T02:00:00Z, 7]",
            "COMMIT [fallback_blog.users]");
    assertThat(store.list("s3://bucket/")).isEmpty();
  }

  @Test
  void aDifferenceIsNotedWithItsStateInTheTransactionThatMakesIt() {
    holding(41, 3);

    publisher().publish(List.of(difference(1, 250)), publisher().copying(), steps::add);

    String keys = "\"fallback_blog\".\"users__keys_" + CHAIN + "_7\"";
    List<String> transaction =
        redshift.log.stream()
            .dropWhile(entry -> !entry.equals("LOCK TABLE \"plumbline\".\"fences\""))
            .skip(1)
            .dropWhile(entry -> !entry.equals("LOCK TABLE \"plumbline\".\"fences\""))
            .takeWhile(entry -> !entry.startsWith("DROP"))
            .filter(entry -> !entry.contains("statement_timeout"))
            .toList();
    assertThat(transaction)
        .containsExactly(
            "LOCK TABLE \"plumbline\".\"fences\"",
            "SELECT token FROM plumbline.fences WHERE pipeline = ? AND chain = ? [blog, protect]",
            "SELECT lake_table, snapshot_id, shape, run_id, differences, loaded_at FROM"
                + " plumbline.lineage WHERE pipeline = ? AND table_name = ? [blog,"
                + " fallback_blog.users]",
            "DELETE FROM plumbline.lineage WHERE table_name = ? [fallback_blog.users]",
            "INSERT INTO plumbline.lineage (pipeline, table_name, lake_table, snapshot_id, shape,"
                + " run_id, differences, loaded_at, token) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " [blog, fallback_blog.users, bronze_blog.users, 42, "
                + Lineage.shape(users)
                + ", run-1, 4, 2026-07-01T02:00:00Z, 7]",
            "DELETE FROM \"fallback_blog\".\"users\" USING "
                + keys
                + " AS k WHERE \"users\".\"id\" = k.\"id\"",
            "INSERT INTO \"fallback_blog\".\"users\" (\"id\", \"level\") SELECT \"id\", \"level\""
                + " FROM \"fallback_blog\".\"users__new_"
                + CHAIN
                + "_7\"",
            "SELECT COUNT(*) AS row_count FROM \"fallback_blog\".\"users\"",
            "INSERT INTO plumbline.publications (pipeline, run_id, table_name, row_count, bytes,"
                + " published_at, token) VALUES (?, ?, ?, ?, ?, ?, ?) [blog, run-1,"
                + " fallback_blog.users, 250, 1234, 2026-07-01T02:00:00Z, 7]",
            "COMMIT [fallback_blog.users]");
    assertThat(steps).containsExactly("stage", "fallback", "published");
    assertThat(redshift.logged("DROP TABLE IF EXISTS " + keys)).hasSize(2);
    assertThat(store.list("s3://bucket/")).isEmpty();
  }

  @Test
  void aDifferenceThatDoesNotFollowOnWhatReadersSeeChangesNothing() {
    holding(40, 3);
    assertDrifted(difference(1, 250), "fallback_blog.users no longer holds snapshot 41");
  }

  @Test
  void aDifferenceThatFindsOtherRowsThanExpectedChangesNothing() {
    holding(41, 3);
    redshift.answer("FROM \"fallback_blog\".\"users__keys_", row("row_count", "2"));
    assertDrifted(difference(2, 250), "fallback_blog.users has 1 of 2 rows that are to go from it");
    redshift.answer("FROM \"fallback_blog\".\"users__keys_", row("row_count", "1"));
    assertDrifted(difference(1, 251), "fallback_blog.users would have 250 rows where it should");
  }

  @Test
  void whatIsKnownOfATableIsWhereItsRowsAreFromAndWhatWasSaidOfThem() {
    Publisher.Candidate candidate = new Publisher.Candidate(users, "users", "bronze/fallback");
    assertThat(publisher().known(List.of(candidate)).loaded()).isEmpty();

    holding(41, 3);
    assertThat(publisher().known(List.of(candidate)).loaded())
        .containsEntry(
            "fallback_blog.users",
            new Loaded(
                new Origin("bronze_blog.users", 41), Lineage.shape(users), "run-0", 3, false));

    redshift.answer("FROM plumbline.verdicts", row("verdict", "MISMATCH"));
    assertThat(publisher().known(List.of(candidate)).loaded().get("fallback_blog.users").doubted())
        .isTrue();

    redshift.answer("c.relkind AS kind");
    assertThat(publisher().known(List.of(candidate)).loaded()).isEmpty();
  }

  private void assertDrifted(Publication.Difference difference, String reason) {
    assertThatThrownBy(
            () -> publisher().publish(List.of(difference), publisher().copying(), step -> {}))
        .isInstanceOf(DriftedException.class)
        .hasMessageContaining(reason)
        .hasMessageEndingWith("Readers still see the tables as they were");
    assertThat(redshift.log).contains("ROLLBACK").noneMatch(entry -> entry.startsWith("COMMIT ["));
    assertThat(store.list("s3://bucket/")).isEmpty();
  }

  /** The ledger says so much of the fallback, which has 250 rows. */
  private void holding(long snapshot, int differences) {
    redshift
        .answer(
            "FROM plumbline.lineage",
            row(
                "lake_table",
                "bronze_blog.users",
                "snapshot_id",
                String.valueOf(snapshot),
                "shape",
                Lineage.shape(users),
                "run_id",
                "run-0",
                "differences",
                String.valueOf(differences),
                "loaded_at",
                "2026-06-30 02:00:00"))
        .answer("FROM \"fallback_blog\".\"users__keys_", row("row_count", "1"))
        .answer("row_count FROM \"fallback_blog\".\"users\"", row("row_count", "250"));
  }

  private Publication.Difference difference(long gone, long total) {
    return new Publication.Difference(
        new KeyRefill(users, List.of("id"), total, new KeyRefill.Gone.Listed(List.of(), gone)),
        new Origin("bronze_blog.users", 41),
        new Origin("bronze_blog.users", 42));
  }

  @Test
  void theOldTablesGrantsAreCopiedAndNoOthersStay() {
    redshift
        .answer(
            "[fallback_blog, users]",
            row(
                "kind",
                "r",
                "acl",
                "{etl=arwdRxt/etl,\"group readers=r/etl\",=r/etl}",
                "me",
                "etl"))
        .answer(
            "[fallback_blog, users__new",
            row("kind", "r", "acl", "{etl=arwdRxt/etl,intern=r/etl,=r/etl}", "me", "etl"));

    publisher().publish(List.of(users));

    String fresh = "\"fallback_blog\".\"users__new_" + CHAIN + "_7\"";
    assertThat(redshift.log)
        .containsSubsequence(
            "REVOKE SELECT ON TABLE " + fresh + " FROM \"intern\"",
            "GRANT SELECT ON TABLE " + fresh + " TO GROUP \"readers\"",
            "DROP TABLE \"fallback_blog\".\"users\"");
    assertThat(redshift.logged("GRANT SELECT")).hasSize(1);
  }

  @Test
  void aTableOfNoFilesIsEmptyAndNothingIsCopied() {
    publisher().publish(List.of(daily));

    assertThat(redshift.logged("COPY ")).isEmpty();
    assertThat(redshift.publications).containsExactly("gold.daily");
  }

  @Test
  void theSameRunPublishesNothingTwice() {
    publisher().publish(List.of(users));
    redshift.log.clear();

    List<PublishOutcome> outcomes = publisher().publish(List.of(users));

    assertThat(outcomes).containsExactly(new PublishOutcome("fallback_blog.users", 10, 1234, true));
    assertThat(redshift.logged("COPY ")).isEmpty();
    assertThat(redshift.logged("RENAME")).isEmpty();
  }

  @Test
  void whileReadersHoldTheTableTheWholeTransactionIsTriedAgain() {
    redshift.fail("LOCK TABLE \"plumbline\".\"fences\", \"fall", timeout(), timeout());

    publisher().publish(List.of(users));

    assertThat(redshift.logged("LOCK TABLE \"plumbline\".\"fences\", \"fall")).hasSize(3);
    assertThat(redshift.logged("ROLLBACK")).hasSize(2);
    assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(redshift.publications).containsExactly("fallback_blog.users");
  }

  @Test
  void aSerializableIsolationViolationRepeatsTheWholeTransaction() {
    redshift.fail(
        "DROP TABLE \"fallback_blog\".\"users\"",
        new SQLException(
            "ERROR: 1023\n  Detail: Serializable isolation violation on table", "XX000"));

    publisher().publish(List.of(users));

    assertThat(redshift.logged("ROLLBACK")).hasSize(1);
    assertThat(redshift.publications).containsExactly("fallback_blog.users");
  }

  @Test
  void whenReadersNeverLetGoTheMessageNamesThem() {
    SQLException[] always = new SQLException[5000];
    java.util.Arrays.setAll(always, i -> timeout());
    redshift
        .fail("LOCK TABLE \"plumbline\".\"fences\", \"fall", always)
        .answer(
            "FROM svv_transactions",
            row("pid", "4711", "owner", "reader", "since", "2026-07-01 01:00:00"));

    assertThatThrownBy(() -> publisher().publish(List.of(users)))
        .isInstanceOf(PublishException.class)
        .hasMessage(
            "Cannot publish fallback_blog.users: readers held the tables until the switch gave up:"
                + " fallback_blog.users is read by process 4711 of reader (since 2026-07-01"
                + " 01:00:00) (canceling statement due to statement timeout). Readers still see the"
                + " tables as they were");
    assertStagedTablesAreDropped();
  }

  @Test
  void aWrongRowCountStopsBeforeTheSwitch() {
    redshift.answer("FROM \"fallback_blog\".\"users__new_", row("row_count", "9"));

    PublishException failure =
        Assertions.catchThrowableOfType(
            PublishException.class, () -> publisher().publish(List.of(users)));

    assertThat(failure)
        .hasMessage(
            "Cannot publish fallback_blog.users: fallback_blog.users has 9 rows in Redshift where it"
                + " should have 10. Readers still see the tables as they were");
    assertThat(failure.exitCode().code()).isEqualTo(50);
    assertThat(failure.nextCommand()).contains("bin/plumbline publish");
    assertThat(redshift.logged("RENAME")).isEmpty();
    assertStagedTablesAreDropped();
    assertThat(store.list("s3://bucket/")).isEmpty();
  }

  @Test
  void aCopyThatLoadedFewerRowsStopsBeforeTheSwitch() {
    redshift.answer("pg_last_copy_count", row("loaded", "8"));

    assertThatThrownBy(() -> publisher().publish(List.of(users)))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining(
            "COPY loaded 8 rows of fallback_blog.users where its 1 files hold 10");
  }

  @Test
  void aValueTooLongIsReportedWithTableColumnAndRemedy() {
    redshift
        .fail("COPY ", new SQLException("ERROR: Load into table 'users' failed", "XX000"))
        .answer("pg_backend_pid() AS pid", row("pid", "99"))
        .answer(
            "FROM sys_load_error_detail",
            row(
                "column_name",
                "body            ",
                "error_message",
                "The length of the data column body is longer than the length defined in the"
                    + " table"));
    PublishTable posts =
        new PublishTable(
            "fallback_blog",
            "users",
            List.of(
                new Column("body", "VARCHAR(65535)", Optional.of("VARCHAR(65535)"), "{c}", true)),
            Optional.empty(),
            List.of(),
            users.files(),
            10);

    assertThatThrownBy(() -> publisher().publish(List.of(posts)))
        .isInstanceOf(PublishException.class)
        .hasMessage(
            "Cannot publish fallback_blog.users: Load into table 'users' failed; The length of the"
                + " data column body is longer than the length defined in the table; column body of"
                + " fallback_blog.users holds a text over 65,535 bytes, the most that Redshift"
                + " stores: shorten it at the source, or leave the table out with 'publish:"
                + " {fallback: false}' in its declaration. Readers still see the tables as they"
                + " were");
  }

  @Test
  void aCommitWhoseAnswerWasLostCountsWhenTheLedgerShowsIt() {
    redshift.loseCommit(true);

    List<PublishOutcome> outcomes = publisher().publish(List.of(users));

    assertThat(outcomes)
        .containsExactly(new PublishOutcome("fallback_blog.users", 10, 1234, false));
    assertThat(redshift.log)
        .containsSubsequence(
            "COMMIT [fallback_blog.users]",
            "LOCK TABLE \"plumbline\".\"fences\"",
            "SELECT table_name FROM plumbline.publications WHERE pipeline = ? AND run_id = ? [blog,"
                + " run-1]");
  }

  @Test
  void aCommitThatDidNotTakeEffectIsAFailureThatChangedNothing() {
    redshift.loseCommit(false);

    assertThatThrownBy(() -> publisher().publish(List.of(users)))
        .isInstanceOf(PublishException.class)
        .hasMessage(
            "Cannot publish fallback_blog.users: the connection was lost during the commit, and the"
                + " ledger shows that it did not take effect: An I/O error occurred while sending to"
                + " the backend. Readers still see the tables as they were");
    assertStagedTablesAreDropped();
  }

  @Test
  void whenTheLedgerCannotBeAskedTheStateIsUnknownAndNothingIsCleanedUp() {
    redshift.loseCommit(false).goAwayWithTheCommit();

    StateUnknownException failure =
        Assertions.catchThrowableOfType(
            StateUnknownException.class, () -> publisher().publish(List.of(users)));

    assertThat(failure)
        .hasMessage(
            "Cannot tell whether fallback_blog.users were published: the connection was lost during"
                + " the commit. Nothing is cleaned up. This query tells, a row for each table that"
                + " was: SELECT table_name, row_count, published_at FROM plumbline.publications"
                + " WHERE pipeline = 'blog' AND run_id = 'run-1'");
    assertThat(failure.exitCode().code()).isEqualTo(51);
    assertThat(redshift.log).last().isEqualTo("COMMIT [fallback_blog.users]");
    assertThat(store.list("s3://bucket/")).hasSize(1);
  }

  @Test
  void aConnectionLostBeforeTheCommitChangesNothing() {
    redshift.fail(
        "RENAME",
        new SQLException("FATAL: terminating connection due to administrator command", "57P01"));

    assertThatThrownBy(() -> publisher().publish(List.of(users)))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("terminating connection due to administrator command");
    assertThat(redshift.publications).isEmpty();
  }

  @Test
  void s3OutOfReachIsAFailureThatChangedNothing() {
    store.unreachable(true);

    assertThatThrownBy(() -> publisher().publish(List.of(users)))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("Cannot reach S3");
  }

  @Test
  void aViewThatIsBoundToTheOldTableIsNamedAsTheCause() {
    redshift.fail(
        "DROP TABLE \"fallback_blog\".\"users\"",
        new SQLException(
            "ERROR: cannot drop table fallback_blog.users because other objects depend on it",
            "2BP01"));

    assertThatThrownBy(() -> publisher().publish(List.of(users)))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("create it again WITH NO SCHEMA BINDING");
  }

  @Test
  void aLeaseThatAnotherRunHoldsPublishesNothing() {
    redshift.answer("FROM plumbline.fences", row("token", "8"));

    assertThatThrownBy(() -> publisher().publish(List.of(users)))
        .isInstanceOf(LockHeldException.class)
        .hasMessageContaining("its token is 8, ours 7");
    assertThat(redshift.logged("CREATE TABLE \"fallback_blog\"")).isEmpty();
  }

  @Test
  void whatDeadRunsLeftIsRemovedAndNothingElse() {
    redshift.answer(
        "c.relname LIKE",
        row("schema_name", "gold", "table_name", "daily__new_" + CHAIN + "_6"),
        row("schema_name", "gold", "table_name", "daily__stage_" + CHAIN + "_5"),
        row("schema_name", "gold", "table_name", "daily__new_" + CHAIN + "_7"),
        row("schema_name", "gold", "table_name", "daily__new_" + CHAIN + "_8"),
        row("schema_name", "gold", "table_name", "daily_" + CHAIN));
    store.put("s3://bucket/state/staged/blog/protect/6/gold.daily.manifest", "{}");
    store.put("s3://bucket/state/staged/blog/protect/8/gold.daily.manifest", "{}");
    store.put("s3://bucket/state/staged/blog/build/6/gold.daily.manifest", "{}");

    publisher().publish(List.of(users));

    assertThat(redshift.logged("DROP TABLE IF EXISTS \"gold\""))
        .containsExactly(
            "DROP TABLE IF EXISTS \"gold\".\"daily__new_" + CHAIN + "_6\"",
            "DROP TABLE IF EXISTS \"gold\".\"daily__stage_" + CHAIN + "_5\"");
    assertThat(store.list("s3://bucket/"))
        .extracting(Listed::uri)
        .containsExactly(
            "s3://bucket/state/staged/blog/build/6/gold.daily.manifest",
            "s3://bucket/state/staged/blog/protect/8/gold.daily.manifest");
  }

  private void assertStagedTablesAreDropped() {
    assertThat(redshift.log.subList(redshift.log.size() - 2, redshift.log.size()))
        .containsExactly(
            "DROP TABLE IF EXISTS \"fallback_blog\".\"users__stage_" + CHAIN + "_7\"",
            "DROP TABLE IF EXISTS \"fallback_blog\".\"users__new_" + CHAIN + "_7\"");
  }

  private Publisher publisher() {
    return new Publisher(
        redshift,
        store,
        new PublishContext(
            new Fence("blog", "protect", 7),
            new RunId("run-1"),
            "s3://bucket/state/staged",
            "arn:aws:iam::000000000000:role/plumbline",
            "bin/plumbline publish"),
        SwitchPolicy.standard(),
        clock.withZone(ZoneOffset.UTC),
        pause -> {
          pauses.add(pause);
          now = now.plus(pause);
        });
  }

  private static SQLException timeout() {
    return new SQLException("ERROR: canceling statement due to statement timeout", "57014");
  }

  private static String chain() {
    String name = new StageNames(new Fence("blog", "protect", 7)).stage("s", "t").table();
    return name.replaceFirst("t__stage_", "").replaceFirst("_7$", "");
  }
}
