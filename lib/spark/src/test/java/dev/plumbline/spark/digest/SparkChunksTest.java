package dev.plumbline.spark.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.CompareLimits;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.Difference;
import dev.plumbline.core.reconcile.judge.TableComparison;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.reconcile.measure.TooSlowException;
import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.reconcile.plan.PlanLimits;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.spark.TestMariaDb;
import dev.plumbline.spark.TestSpark;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.MySqlDigestDialect;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SparkChunksTest {
  private static final List<ColumnSpec> COLUMNS =
      List.of(column("id", "bigint"), column("name", "varchar(40)"));
  private static final TableForm FORM =
      TableForm.of(
          COLUMNS.stream().map(one -> DigestColumn.of(one.name(), one.type())).toList(),
          List.of("id"));

  private static final CompareLimits LIMITS =
      new CompareLimits(new PlanLimits(1_000, 100, 1_000), 10_000, 10_000, 100, 20);

  @BeforeAll
  static void fill() {
    TestMariaDb.run(
        "CREATE DATABASE spread",
        "USE spread",
        "CREATE TABLE mine (id bigint PRIMARY KEY, name varchar(40))",
        "INSERT INTO mine SELECT seq, concat('name ', seq) FROM seq_1_to_20000",
        "CREATE TABLE equal LIKE mine",
        "INSERT INTO equal SELECT * FROM mine",
        "CREATE TABLE other LIKE mine",
        "INSERT INTO other SELECT * FROM mine WHERE id NOT IN (7, 15000)",
        "UPDATE other SET name = 'changed' WHERE id IN (1, 9999, 20000)",
        "INSERT INTO other VALUES (20001, 'extra')");
  }

  @Test
  void chunksOverTasksComeToWhatOneSessionComesTo() {
    List<Difference> spread = new ArrayList<>();
    List<Difference> alone = new ArrayList<>();

    ComparisonResult overTasks = compare("other", 3, spread);
    ComparisonResult overOne = compare("other", 1, alone);

    assertThat(overTasks.judgement()).isEqualTo(overOne.judgement());
    assertThat(overTasks.judgement().verdict()).isEqualTo(Verdict.MISMATCH);
    assertThat(overTasks.leftRows()).isEqualTo(20_000);
    assertThat(overTasks.rightRows()).isEqualTo(19_999);
    assertThat(spread).containsExactlyInAnyOrderElementsOf(alone);
    assertThat(spread)
        .extracting(difference -> difference.kind().label() + " " + difference.key())
        .containsExactlyInAnyOrder(
            "changed 1",
            "missing 7",
            "changed 9999",
            "missing 15000",
            "changed 20000",
            "extra 20001");
  }

  @Test
  void equalTablesMatch() {
    ComparisonResult result = compare("equal", 2, new ArrayList<>());
    assertThat(result.judgement().verdict()).isEqualTo(Verdict.MATCH);
    assertThat(result.leftRows()).isEqualTo(20_000);
  }

  @Test
  void aStoreThatFailsInATaskIsNamed() {
    TestMariaDb.run(
        "CREATE OR REPLACE VIEW spread.broken AS SELECT id, name FROM spread.equal"
            + " WHERE id < 10000 OR name <> (SELECT name FROM spread.mine WHERE id < 3)");
    assertThatThrownBy(() -> compare("broken", 2, new ArrayList<>()))
        .isInstanceOf(PlumblineException.class)
        .hasMessageContaining("spread.broken");
  }

  @Test
  void aChunkThatTakesTooLongIsCutUntilItDoesNot() {
    // A row takes a millisecond, a planned chunk half a second.
    TestMariaDb.run(
        "CREATE OR REPLACE VIEW spread.slow AS SELECT id, name FROM spread.mine"
            + " WHERE id <= 2000 AND SLEEP(0.001) = 0",
        "CREATE OR REPLACE VIEW spread.quick AS SELECT id, name FROM spread.other"
            + " WHERE id <= 2000");
    Duration most = Duration.ofMillis(200);
    Chunk planned =
        new Chunk(
            0,
            new KeyRange(BigInteger.valueOf(500), BigInteger.valueOf(1_000)),
            new Bucketing.ByRange(BigInteger.valueOf(100)));
    try (ComparedStore slow = side("slow").open()) {
      assertThatThrownBy(() -> slow.digests(planned, 1_000, most))
          .isInstanceOf(TooSlowException.class);
      assertThat(slow.digests(planned, 1_000)).as("without a limit").hasSize(5);
    }
    List<Difference> found = new ArrayList<>();

    ComparisonResult result =
        new TableComparison(
                FORM,
                side("slow"),
                side("quick"),
                TableComparison.Settings.of(Clock.systemUTC())
                    .withLimits(LIMITS.withChunks(500).withChunkTime(most))
                    .withSink(found::add))
            .compare();

    assertThat(result.leftRows()).isEqualTo(2_000);
    assertThat(found)
        .extracting(difference -> difference.kind().label() + " " + difference.key())
        .containsExactlyInAnyOrder("changed 1", "missing 7");
  }

  private static ComparisonResult compare(String other, int sessions, List<Difference> found) {
    SparkSession spark = TestSpark.session();
    return new TableComparison(
            FORM,
            side("mine"),
            side(other),
            TableComparison.Settings.of(Clock.systemUTC())
                .withLimits(LIMITS)
                .withSink(found::add)
                .withRunner(new SparkChunks(() -> spark, sessions, Runnable::run), Runnable::run))
        .compare();
  }

  private static JdbcSide side(String table) {
    MySqlSessions sessions = TestMariaDb.reading();
    return new JdbcSide(
        MySqlDigestDialect.INSTANCE,
        FORM,
        new ComparedTable(
            "spread." + table,
            List.of("spread", table),
            COLUMNS.stream().map(column -> StoredColumn.mySql(column, "utf8mb4")).toList(),
            ""),
        sessions::open);
  }

  private static ColumnSpec column(String name, String type) {
    return new ColumnSpec(name, ColumnType.parse(type), true, ZeroDates.FAIL);
  }
}
