package dev.plumbline.spark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.ModelSpec.Column;
import dev.plumbline.core.config.ModelSpec.Mask;
import dev.plumbline.core.config.ModelSpec.Rules;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.QualityException;
import dev.plumbline.core.run.QualityReport;
import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.TestSpark;
import dev.plumbline.spark.lake.Lake;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelBuilderTest {
  private static final SparkSession SPARK = TestSpark.session();
  private static final Lake LAKE = new Lake(SPARK);
  private static final ModelBuilder BUILDER =
      new ModelBuilder(
          SPARK, LAKE, Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
  private static final AtomicInteger SOURCES = new AtomicInteger();
  private static final Column ID = new Column("id", "bigint", 0, Mask.NONE, "");

  @Test
  void aFailedRuleKeepsTheTableAsItWasAndSaysWhatWasMeasured() {
    BUILDER.build(model("kept", "SELECT 1L AS id", ""), new RunId("a"));
    ModelSpec strict =
        model("kept", "SELECT id FROM range(5)", "Rules = [ RowCount > 9, IsComplete \"id\" ]");

    assertThatThrownBy(() -> BUILDER.build(strict, new RunId("b")))
        .isInstanceOfSatisfying(
            QualityException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.QUALITY_FAILED);
              assertThat(e.reports())
                  .extracting(report -> report.rule() + " " + report.passed())
                  .containsExactly(
                      "key (id) is unique true", "RowCount > 9 false", "IsComplete \"id\" true");
            })
        .hasMessageStartingWith("Cannot replace gold.kept: RowCount > 9 (")
        .hasMessageContaining("5.0");
    assertThat(SPARK.table("gold.kept").count()).isEqualTo(1);
    assertThat(LAKE.table("gold.kept").committed(new RunId("b"))).isEmpty();

    BUILDER.build(
        model("kept", "SELECT id FROM range(10)", strict.rules().orElseThrow().dqdl()),
        new RunId("b"));
    assertThat(SPARK.table("gold.kept").count()).isEqualTo(10);
  }

  @Test
  void aKeyThatIsNotUniqueOrNullKeepsTheTable() {
    assertThatThrownBy(
            () ->
                BUILDER.build(
                    model("twice", "SELECT 7L AS id UNION ALL SELECT 7L", ""), new RunId("a")))
        .isInstanceOf(QualityException.class)
        .hasMessage(
            "Cannot replace gold.twice: key (id) is unique (found key and count (7, 2 rows))");
    assertThatThrownBy(
            () ->
                BUILDER.build(
                    model("unkeyed", "SELECT CAST(NULL AS bigint) AS id", ""), new RunId("a")))
        .hasMessageContaining("(null, 1 rows)");
  }

  @Test
  void aWarningIsReportedAndTheTableIsReplaced() {
    ModelSpec model = model("warned", "SELECT 1L AS id", "");
    ModelReport report =
        BUILDER.build(
            with(
                model,
                List.of(ID),
                model.sql(),
                Optional.empty(),
                Optional.of(new Rules("Rules = [ RowCount > 5 ]", "warned.warn.dqdl"))),
            new RunId("a"));
    assertThat(report.quality())
        .filteredOn(rule -> !rule.passed())
        .extracting(QualityReport::rule, QualityReport::severity)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("RowCount > 5", "warning"));
    assertThat(report.commit().rows()).isEqualTo(1);
  }

  @Test
  void columnsAreHeldToTheirDeclaration() {
    assertThatThrownBy(() -> BUILDER.build(model("t", "SELECT 1 AS id", ""), new RunId("a")))
        .isInstanceOfSatisfying(
            PlumblineException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage(
            "Cannot build gold.t from models/gold/t.sql: column 1 is 'id' int, declared as 'id'"
                + " bigint");
    assertThatThrownBy(() -> BUILDER.build(model("t", "SELECT 1L AS di", ""), new RunId("a")))
        .hasMessageContaining("column 1 is 'di' bigint, declared as 'id' bigint");
    assertThatThrownBy(
            () -> BUILDER.build(model("t", "SELECT 1L AS id, 2 AS x", ""), new RunId("a")))
        .hasMessageContaining("column 'x' is selected, not declared");
    assertThatThrownBy(
            () ->
                BUILDER.build(
                    model("t", "SELECT 1L AS id, 'no' AS _reject_reason", ""), new RunId("a")))
        .hasMessageContaining("_reject_reason is for silver models only");
  }

  @Test
  void anUnknownColumnNamesTheFile() {
    assertThatThrownBy(
            () -> BUILDER.build(model("t", "SELECT nope FROM range(3)", ""), new RunId("a")))
        .isInstanceOfSatisfying(
            PlumblineException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageStartingWith("Cannot build gold.t from models/gold/t.sql: ")
        .hasMessageContaining("nope");
  }

  @Test
  void aValueThatDoesNotFitTheSqlIsAMatterOfQuality() {
    assertThatThrownBy(
            () ->
                BUILDER.build(
                    model("t", "SELECT CAST(concat('x', id) AS bigint) AS id FROM range(1)", ""),
                    new RunId("a")))
        .isInstanceOf(QualityException.class)
        .hasMessageStartingWith("Cannot write gold.t: ")
        .hasMessageContaining("x0");
  }

  @Test
  void aChangedShapeIsHeldBackByItsGateToo() {
    ModelSpec first = model("shape", "SELECT 1L AS id", "");
    BUILDER.build(first, new RunId("a"));
    List<Column> text = List.of(new Column("id", "string", 20, Mask.NONE, ""));
    Optional<Rules> never = Optional.of(new Rules("Rules = [ RowCount > 5 ]", "shape.dqdl"));

    assertThatThrownBy(
            () ->
                BUILDER.build(
                    with(first, text, "SELECT 'x' AS id", never, Optional.empty()), new RunId("b")))
        .isInstanceOf(QualityException.class);
    assertThat(SPARK.table("gold.shape").first().get(0)).isEqualTo(1L);

    BUILDER.build(
        with(first, text, "SELECT 'x' AS id", Optional.empty(), Optional.empty()), new RunId("b"));
    assertThat(SPARK.table("gold.shape").first().get(0)).isEqualTo("x");
  }

  @Test
  void anEmptyResultIsATableWithoutRows() {
    ModelReport report =
        BUILDER.build(model("none", "SELECT id FROM range(0)", ""), new RunId("a"));
    assertThat(report.commit().rows()).isZero();
    assertThat(SPARK.table("gold.none").count()).isZero();
  }

  @Test
  void aModelIsAsItWasWhileItsInputsItsSqlAndItsDeclarationAre() {
    source("inputs", "SELECT 1L AS id");
    ModelSpec model = silver("copied", "SELECT id FROM bronze_test.inputs");
    assertThat(BUILDER.unchanged(model)).isEmpty();
    ModelReport built = BUILDER.build(model, new RunId("a"));

    assertThat(BUILDER.unchanged(model))
        .hasValueSatisfying(
            kept -> {
              assertThat(kept.commit()).isEqualTo(built.commit().again());
              assertThat(kept.quality()).isEmpty();
            });
    assertThat(
            BUILDER.unchanged(silver("copied", "SELECT id FROM bronze_test.inputs WHERE id > 0")))
        .as("another SELECT")
        .isEmpty();
    source("inputs", "SELECT 1L AS id");
    assertThat(BUILDER.unchanged(model)).as("another state of the input").isEmpty();
    BUILDER.build(model, new RunId("b"));
    assertThat(BUILDER.unchanged(model)).isPresent();
  }

  @Test
  void aModelThatFailedItsGateIsBuiltAgain() {
    source("gated", "SELECT 1L AS id");
    BUILDER.build(silver("gated", "SELECT id FROM bronze_test.gated"), new RunId("a"));
    source("gated", "SELECT 1L AS id UNION ALL SELECT 1L");
    ModelSpec model = silver("gated", "SELECT id FROM bronze_test.gated");
    assertThatThrownBy(() -> BUILDER.build(model, new RunId("b")))
        .isInstanceOf(QualityException.class);
    assertThat(BUILDER.unchanged(model)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM bronze_test.timed WHERE current_date() > DATE '2020-01-01'",
        "SELECT id FROM bronze_test.timed WHERE now() IS NOT NULL",
        "SELECT id + CAST(rand() * 0 AS bigint) AS id FROM bronze_test.timed",
        "SELECT id FROM bronze_test.timed WHERE id > (SELECT unix_timestamp() * 0)",
        "WITH c AS (SELECT id, current_timestamp() AS at FROM bronze_test.timed) SELECT id FROM c",
        "SELECT id FROM bronze_test.timed WHERE DATE 'today' > DATE '2020-01-01'",
        "SELECT id FROM bronze_test.timed WHERE uuid() <> ''"
      })
  void aModelThatDependsOnTheTimeOrOnChanceIsAlwaysBuilt(String sql) {
    source("timed", "SELECT 1L AS id");
    ModelSpec model = silver("timed", sql);
    BUILDER.build(model, new RunId(Integer.toString(sql.hashCode() & 0xffff)));
    assertThat(BUILDER.unchanged(model)).isEmpty();
  }

  private static void source(String name, String sql) {
    LAKE.table("bronze_test." + name)
        .replace(SPARK.sql(sql), new RunId("s" + SOURCES.incrementAndGet()));
  }

  private static ModelSpec silver(String name, String sql) {
    ModelSpec gold = model(name, sql, "");
    return new ModelSpec(
        "silver",
        gold.name(),
        gold.grain(),
        gold.key(),
        gold.columns(),
        gold.sql(),
        gold.sqlFile(),
        gold.rules(),
        gold.warnings(),
        gold.distKey(),
        gold.sortKey());
  }

  private static ModelSpec model(String name, String sql, String rules) {
    return new ModelSpec(
        "gold",
        name,
        "one row per id",
        List.of("id"),
        List.of(ID),
        sql,
        "models/gold/" + name + ".sql",
        rules.isEmpty() ? Optional.empty() : Optional.of(new Rules(rules, name + ".dqdl")),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static ModelSpec with(
      ModelSpec model,
      List<Column> columns,
      String sql,
      Optional<Rules> rules,
      Optional<Rules> warnings) {
    return new ModelSpec(
        model.layer(),
        model.name(),
        model.grain(),
        model.key(),
        columns,
        sql,
        model.sqlFile(),
        rules,
        warnings,
        model.distKey(),
        model.sortKey());
  }
}
