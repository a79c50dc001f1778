package dev.plumbline.spark.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.config.ConfigLoader;
import dev.plumbline.core.config.LocalConfigSource;
import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.run.QualityReport;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.spark.TestSpark;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.source.BronzeRows;
import dev.plumbline.spark.source.MySqlSource;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The models of the blog pipeline over a few rows whose results are known. */
class BlogModelsTest {
  private static final SparkSession SPARK = TestSpark.session();
  private static final RunId RUN = new RunId("blog-1");
  private static final Instant MONDAY = Instant.parse("2026-01-05T23:59:59.999999Z");
  private static final Instant TUESDAY = Instant.parse("2026-01-06T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(TUESDAY, ZoneOffset.UTC);

  private static final PipelineConfig PIPELINE =
      new ConfigLoader(new LocalConfigSource(), UnaryOperator.identity(), Map.of())
          .pipeline("../../conf/blog");
  private static final Map<String, ModelReport> REPORTS = new TreeMap<>();

  @BeforeAll
  static void build() {
    bronze(
        "users",
        user(1, "ann", "Ann@Example.org", MONDAY),
        user(2, "bob", "bob@example.org", MONDAY),
        user(3, "cid", "cid@example.org", TUESDAY),
        user(4, "dee", "no address", TUESDAY),
        user(5, "  ", "eve@example.org", TUESDAY));
    bronze(
        "posts",
        post(10, 1, "First", MONDAY),
        post(11, 1, "Second", TUESDAY),
        post(12, 2, "Third", TUESDAY),
        post(13, 99, "Nobody's", TUESDAY),
        post(14, 2, " ", TUESDAY));
    bronze(
        "comments",
        comment(100, 10, "x@example.org", "four", MONDAY),
        comment(101, 10, "X@Example.org ", "three", TUESDAY),
        comment(102, 10, "y@example.org", "four", TUESDAY),
        comment(103, 12, "z@example.org", "  12345  ", TUESDAY),
        comment(104, 98, "z@example.org", "orphan", TUESDAY),
        comment(105, 12, "z@", "bad address", TUESDAY),
        comment(106, 12, "z@example.org", "   ", TUESDAY));
    ModelGraph graph = graph();
    ModelBuilder builder = new ModelBuilder(SPARK, new Lake(SPARK), CLOCK);
    for (ModelSpec model : graph.order()) {
      REPORTS.put(model.table(), builder.build(model, RUN));
    }
  }

  @Test
  void modelsComeAfterWhatTheyRead() {
    List<String> order = graph().order().stream().map(ModelSpec::table).toList();
    assertThat(order).hasSize(6);
    assertThat(order.indexOf("gold.user_metrics"))
        .isGreaterThan(order.indexOf("gold.fact_engagement"));
    assertThat(order.indexOf("gold.fact_engagement"))
        .isGreaterThan(order.indexOf("silver.fact_comments"));
  }

  @Test
  void everyRowOfBronzeIsInSilverOrInQuarantineWithItsReason() {
    assertThat(REPORTS.get("silver.dim_users").commit().rows()).isEqualTo(3);
    assertThat(REPORTS.get("silver.dim_users").quarantine())
        .extracting(report -> report.reason() + " " + report.rows() + " " + report.where())
        .containsExactly(
            "blank username 1 silver.dim_users_quarantine",
            "invalid email 1 silver.dim_users_quarantine");
    assertThat(REPORTS.get("silver.dim_posts").quarantine())
        .extracting(report -> report.reason() + " " + report.rows())
        .containsExactly("blank title 1", "orphan: no such user 1");
    assertThat(REPORTS.get("silver.fact_comments").quarantine())
        .extracting(report -> report.reason() + " " + report.rows())
        .containsExactly("blank body 1", "invalid email 1", "orphan: no such post 1");
    assertThat(REPORTS.get("silver.fact_comments").rowsQuarantined()).isEqualTo(3);
    assertThat(
            rows(
                "SELECT _reason, get_json_object(_row, '$.comment_id'), _run_id"
                    + " FROM silver.fact_comments_quarantine ORDER BY 2"))
        .containsExactly(
            RowFactory.create("orphan: no such post", "104", "blog-1"),
            RowFactory.create("invalid email", "105", "blog-1"),
            RowFactory.create("blank body", "106", "blog-1"));
  }

  @Test
  void personalDataIsHashedInSilverAndInQuarantine() {
    assertThat(
            SPARK.sql("SELECT email FROM silver.dim_users WHERE user_id = 1").first().getString(0))
        .isEqualTo(sha256("ann@example.org"));
    assertThat(SPARK.table("silver.dim_users_quarantine").selectExpr("_row").collectAsList())
        .extracting(row -> row.getString(0))
        .noneMatch(text -> text.contains("@example.org") || text.contains("no address"));
  }

  @Test
  void engagementCountsPerPostAndAveragesExactly() {
    assertThat(rows("SELECT * FROM gold.fact_engagement ORDER BY post_id"))
        .containsExactly(
            RowFactory.create(10L, 1L, 3L, 2L, new BigDecimal("4.3333"), MONDAY, TUESDAY),
            RowFactory.create(11L, 1L, 0L, 0L, null, null, null),
            RowFactory.create(12L, 2L, 1L, 1L, new BigDecimal("5.0000"), TUESDAY, TUESDAY));
  }

  @Test
  void daysAreUtcDays() {
    assertThat(rows("SELECT * FROM gold.daily_summary ORDER BY day"))
        .containsExactly(
            RowFactory.create(LocalDate.of(2026, 1, 5), 2L, 1L, 1L),
            RowFactory.create(LocalDate.of(2026, 1, 6), 1L, 2L, 3L));
  }

  @Test
  void usersAreRankedByCommentsThenPosts() {
    assertThat(rows("SELECT * FROM gold.user_metrics ORDER BY user_id"))
        .containsExactly(
            RowFactory.create(1L, "ann", 2L, 3L, new BigDecimal("1.5000"), 1),
            RowFactory.create(2L, "bob", 1L, 1L, new BigDecimal("1.0000"), 2),
            RowFactory.create(3L, "cid", 0L, 0L, null, 3));
  }

  @Test
  void everyRuleIsReportedAndAWarningDoesNotHoldUpTheTable() {
    assertThat(REPORTS.values())
        .flatExtracting(ModelReport::quality)
        .filteredOn(report -> report.severity().equals("error"))
        .hasSizeGreaterThan(20)
        .allMatch(QualityReport::passed);
    assertThat(REPORTS.values())
        .flatExtracting(ModelReport::quality)
        .filteredOn(report -> !report.passed())
        .extracting(QualityReport::rule)
        .containsExactlyInAnyOrder("Mean \"body_length\" > 10");
  }

  @Test
  void theSameRunAgainDoesNothing() {
    ModelBuilder builder = new ModelBuilder(SPARK, new Lake(SPARK), CLOCK);
    for (ModelSpec model : PIPELINE.models()) {
      ModelReport again = builder.build(model, RUN);
      assertThat(again.commit().repeated()).isTrue();
      assertThat(again.commit().rows()).isEqualTo(REPORTS.get(model.table()).commit().rows());
      assertThat(again.quarantine()).isEqualTo(REPORTS.get(model.table()).quarantine());
    }
    assertThat(SPARK.table("silver.fact_comments_quarantine").count()).isEqualTo(3);
  }

  private static ModelGraph graph() {
    return ModelGraph.of(
        PIPELINE.models(), PIPELINE.tables().stream().map(Lake::bronzeName).toList());
  }

  private static List<Row> rows(String sql) {
    return SPARK.sql(sql).collectAsList();
  }

  private static void bronze(String table, Row... rows) {
    TableSpec spec = PIPELINE.table(table);
    new Lake(SPARK)
        .table(Lake.bronzeName(spec))
        .replace(
            BronzeRows.stamp(
                SPARK.createDataFrame(List.of(rows), MySqlSource.schema(spec)),
                RUN,
                TUESDAY,
                "test"),
            RUN);
  }

  private static Row user(long id, String username, String email, Instant at) {
    BigDecimal place = new BigDecimal("1.500000");
    return RowFactory.create(
        id, "Name", username, email, null, null, null, null, "City", null, place, place, "Company",
        null, null, at, at);
  }

  private static Row post(long id, long user, String title, Instant at) {
    return RowFactory.create(id, user, title, "body", at, at);
  }

  private static Row comment(long id, long post, String email, String body, Instant at) {
    return RowFactory.create(id, post, "name", email, body, at, at);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
