package dev.plumbline.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import dev.plumbline.spark.TestMariaDb;
import dev.plumbline.spark.TestSpark;
import dev.plumbline.spark.digest.LakeDigest;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeCommit;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.stores.digest.PassingDigest;
import dev.plumbline.stores.mysql.MySqlCatalog;
import dev.plumbline.stores.mysql.MySqlCharsets;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.MySqlTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class MySqlSourceTest {
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static final Instant NOW = Instant.parse("2026-07-01T02:00:00Z");

  @Test
  void everyTypeArrivesExactAtItsExtremes() {
    List<Value> values =
        List.of(
            new Value("tinyint", "-128", "-128"),
            new Value("tinyint(1)", "2", "2"),
            new Value("tinyint unsigned", "255", "255"),
            new Value("smallint", "-32768", "-32768"),
            new Value("smallint unsigned", "65535", "65535"),
            new Value("mediumint", "-8388608", "-8388608"),
            new Value("mediumint unsigned", "16777215", "16777215"),
            new Value("int", "-2147483648", "-2147483648"),
            new Value("int unsigned", "4294967295", "4294967295"),
            new Value("bigint", "-9223372036854775808", "-9223372036854775808"),
            new Value("bigint unsigned", "18446744073709551615", "18446744073709551615"),
            new Value(
                "decimal(38,10)",
                "-9999999999999999999999999999.9999999999",
                "-9999999999999999999999999999.9999999999"),
            new Value("decimal(5,2)", "0.1", "0.10"),
            new Value(
                "decimal(65,30)",
                "0.000000000000000000000000000001",
                "0.000000000000000000000000000001"),
            new Value("float", "1.234567", "1.234567"),
            new Value("float", "3.402823466e38", "3.4028235E38"),
            new Value("double", "2.2250738585072014e-308", "2.2250738585072014E-308"),
            new Value("double", "0.1", "0.1"),
            new Value("bit(1)", "b'1'", "0000000000000001"),
            new Value("bit(64)", "18446744073709551615", "ffffffffffffffff"),
            new Value("bit(10)", "b'1000000001'", "0000000000000201"),
            new Value("binary(4)", "x'00ff'", "00ff0000"),
            new Value("varbinary(10)", "x'00ff8000'", "00ff8000"),
            new Value("longblob", "x'fe00ff'", "fe00ff"),
            new Value("char(5)", "'ab  '", "ab"),
            new Value("varchar(5)", "'ab  '", "ab  "),
            new Value("varchar(20) character set latin1", "'Zoë'", "Zoë"),
            new Value("text", "'\u0000 \u2603 \ud83d\ude00'", "\u0000 \u2603 \ud83d\ude00"),
            new Value("enum('a','b''c')", "'b''c'", "b'c"),
            new Value("set('x','y')", "'x,y'", "x,y"),
            new Value("date", "'9999-12-31'", "9999-12-31"),
            new Value("date", "'0000-01-01'", "0000-01-01"),
            new Value("date", "'0000-02-28'", "0000-02-28"),
            new Value("date", "'0000-03-01'", "0000-03-01"),
            new Value("datetime(3)", "'0000-02-28 00:00:00.5'", "0000-02-28T00:00:00.500"),
            new Value("datetime", "'0000-12-31 23:59:59'", "0000-12-31T23:59:59"),
            new Value("datetime(6)", "'9999-12-31 23:59:59.999999'", "9999-12-31T23:59:59.999999"),
            new Value("datetime(6)", "'0001-01-01 00:00:00.000001'", "0001-01-01T00:00:00.000001"),
            new Value("datetime", "'2026-03-08 02:30:00'", "2026-03-08T02:30"),
            new Value("timestamp(6)", "'1970-01-01 00:00:01.5'", "1970-01-01T00:00:01.500Z"),
            new Value("timestamp(3)", "'2038-01-19 03:14:07.999'", "2038-01-19T03:14:07.999Z"),
            new Value("time(6)", "'-838:59:59.000000'", "-3020399000000"),
            new Value("time(6)", "'838:59:58.999999'", "3020398999999"),
            new Value("time(6)", "'-00:00:00.000001'", "-1"),
            new Value("time", "'00:00:00'", "0"),
            new Value("year", "0", "0"),
            new Value("year", "2155", "2155"),
            new Value("json", "'{\"b\":1, \"a\":[1.0,null]}'", "{\"b\":1, \"a\":[1.0,null]}"),
            new Value(
                "point",
                "ST_GeomFromText('POINT(1 2)')",
                "000000000101000000000000000000f03f0000000000000040"));
    List<ColumnSpec> columns = new ArrayList<>();
    List<String> ddl = new ArrayList<>();
    List<String> literals = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      columns.add(column("c" + i, value.type()));
      ddl.add("c" + i + " " + value.type() + " NULL");
      literals.add(value.sql());
    }
    TestMariaDb.run(
        "CREATE DATABASE extremes CHARACTER SET utf8mb4",
        "SET time_zone='+00:00', sql_mode=''",
        "CREATE TABLE extremes.t (" + String.join(",", ddl) + ")",
        "INSERT INTO extremes.t VALUES (" + String.join(",", literals) + ")",
        "INSERT INTO extremes.t (c0) VALUES (NULL)");

    TableSpec table = table("extremes", "t", List.of(), columns);
    List<Row> rows = read(table).collectAsList();

    assertThat(rows).hasSize(2);
    for (int i = 0; i < values.size(); i++) {
      assertThat(shown(rows.get(0).get(i)))
          .as(values.get(i).type())
          .isEqualTo(values.get(i).shown());
      assertThat(rows.get(1).isNullAt(i)).as(values.get(i).type() + " null").isTrue();
    }
    assertThat(assertDigestIsThatOfTheRows(table).rows()).isEqualTo(2);
    assertThat(shown(filed(table))).isEqualTo(shown(rows));
    assertThat(shown(source(TestMariaDb.compressed(), table, false).rows().collectAsList()))
        .isEqualTo(shown(rows));
  }

  private static List<String> shown(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, row.size())
                    .mapToObj(i -> shown(row.get(i)))
                    .collect(Collectors.joining(" | ")))
        .toList();
  }

  /** The table's rows after tasks have written them into files. */
  private static List<Row> filed(TableSpec table) {
    SourceRows read = source(TestMariaDb.reading(), table, true);
    LakeTable lake = new Lake(TestSpark.session()).table("filed." + table.source().schema());
    RunId run = new RunId("run" + RUNS.incrementAndGet());
    LakeDraft draft = lake.draft(read.stamped(run, NOW, "aurora:" + table.source()), run, Map.of());
    TableDigest said = read.digest().get().orElseThrow().digest();
    assertThat(draft.files().isPresent()).isEqualTo(said.rows() > 0);
    assertThat(LakeDigest.of("t", draft, PassingDigest.form(table))).isEqualTo(said);
    LakeCommit commit = draft.publish();
    assertThat(said.rows()).isEqualTo(commit.rows());
    assertThat(LakeDigest.of("t", lake.rows(), PassingDigest.form(table))).isEqualTo(said);
    String stamp = "_run_id = '" + run + "' and _source = 'aurora:" + table.source() + "'";
    assertThat(lake.rows().where(stamp + " and _ingested_at = '" + NOW + "'").count())
        .isEqualTo(said.rows());
    return lake.rows().drop("_run_id", "_ingested_at", "_source").collectAsList();
  }

  @Test
  void whatTasksWriteIntoFilesIsWhatSparkWrites() {
    // More rows than a page holds, more values than a dictionary, nulls on some pages only.
    TestMariaDb.run(
        "CREATE DATABASE pages",
        "USE pages",
        "CREATE TABLE t (id bigint unsigned PRIMARY KEY, few varchar(10), some int, many double,"
            + " late varchar(200), never text, cost decimal(30,4), price decimal(9,2), at datetime)",
        "INSERT INTO t SELECT seq, elt(seq % 3 + 1, 'a', 'bb', NULL), seq % 5000, seq / 7,"
            + " if(seq < 30000, 'same', repeat(md5(seq), 3)), NULL, seq * 12345678901 / 7,"
            + " if(seq % 2, -seq / 100, NULL), from_unixtime(seq * 1000) FROM seq_1_to_60000");
    TableSpec table =
        new TableSpec(
            "t",
            new TableName("pages", "t"),
            List.of("id"),
            List.of(
                column("id", "bigint unsigned not null"),
                column("few", "varchar(10)"),
                column("some", "int"),
                column("many", "double"),
                column("late", "varchar(200)"),
                column("never", "text"),
                column("cost", "decimal(30,4)"),
                column("price", "decimal(9,2)"),
                column("at", "datetime")),
            "t",
            new ExtractionSpec(ExtractionSpec.Mode.FULL, 1_000_000),
            new PublishSpec(true, Optional.empty(), List.of()),
            Optional.empty());

    List<String> written = shown(filed(table));

    assertThat(written).hasSize(60_000);
    assertThat(written.stream().sorted().toList())
        .isEqualTo(shown(read(table).collectAsList()).stream().sorted().toList());
    assertThat(
            new Lake(TestSpark.session())
                .table("filed.pages")
                .rows()
                .where("id = 29999 or at = '1970-01-02 00:00:00' or price = -0.01")
                .select("id")
                .collectAsList())
        .extracting(row -> row.getDecimal(0).intValueExact())
        .contains(29_999);
  }

  @Test
  void whereATaskFailsNoFileIsLeft() throws IOException {
    TestMariaDb.run(
        "CREATE DATABASE failing",
        "USE failing",
        "SET sql_mode='ALLOW_INVALID_DATES'",
        "CREATE TABLE t (id int PRIMARY KEY, d date)",
        "INSERT INTO t SELECT seq, '2026-01-01' FROM seq_1_to_20000",
        "UPDATE t SET d = '2026-02-31' WHERE id = 20000");
    TableSpec table =
        table(
            "failing",
            "t",
            List.of("id"),
            List.of(column("id", "int not null"), column("d", "date")));
    LakeTable lake = new Lake(TestSpark.session()).table("filed.failing");

    assertThatThrownBy(() -> filed(table))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("column d holds 2026-02-31 in the row with id = 20000");

    assertThat(lake.rows().inputFiles()).isEmpty();
    Path folder =
        Path.of(
                URI.create(
                    TestSpark.session()
                        .table("lake.filed.failing.metadata_log_entries")
                        .select("file")
                        .first()
                        .getString(0)))
            .getParent()
            .getParent();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".parquet"));
    }
  }

  @Test
  void theServersDigestOfManyRangesIsThatOfTheRowsAsTheyAreWritten() {
    TestMariaDb.run(
        "CREATE DATABASE passing",
        "USE passing",
        "CREATE TABLE passing.t (id bigint PRIMARY KEY, v varchar(20), f double, j json)",
        "INSERT INTO passing.t SELECT seq * 3, concat('v', seq), seq / 7,"
            + " concat('{\"b\": ', seq, ', \"a\": 1.0}') FROM seq_1_to_20000");
    TableSpec table =
        table(
            "passing",
            "t",
            List.of("id"),
            List.of(
                column("id", "bigint not null"),
                column("v", "varchar(20)"),
                column("f", "double"),
                column("j", "json")));
    LakeTable lake = new Lake(TestSpark.session()).table("bronze_passing.t");

    TableDigest said = assertDigestIsThatOfTheRows(table);
    assertThat(said.rows()).isEqualTo(20_000);
    Dataset<Row> right = lake.rows();
    Map<String, Dataset<Row>> wrong =
        Map.of(
            "a row lost", right.where("id <> 3"),
            "values swapped between rows",
                right.selectExpr(
                    "id", "CASE id WHEN 3 THEN 'v2' WHEN 6 THEN 'v1' ELSE v END AS v", "f", "j"),
            "a column shifted", right.selectExpr("id", "v", "f + 1 AS f", "j"),
            "a row lost beside a duplicate",
                right.where("id <> 300").union(right.where("id = 303")));
    wrong.forEach(
        (how, rows) ->
            assertThat(LakeDigest.of("t", rows, PassingDigest.form(table)).provesEqual(said))
                .as(how)
                .isFalse());
  }

  /** Reads into the lake and holds what the server said against what lies there. */
  private static TableDigest assertDigestIsThatOfTheRows(TableSpec table) {
    SourceRows read = passing(table);
    LakeTable lake = new Lake(TestSpark.session()).table(Lake.bronzeName(table));
    lake.replace(read.rows(), new RunId("run" + RUNS.incrementAndGet()));
    TableDigest said = read.digest().get().orElseThrow().digest();
    assertThat(said.unhashed()).isZero();
    assertThat(LakeDigest.of(lake.name(), lake.rows(), PassingDigest.form(table)))
        .as(table.columns().toString())
        .isEqualTo(said);
    return said;
  }

  private static String shown(Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value instanceof java.math.BigDecimal decimal
        ? decimal.toPlainString()
        : String.valueOf(value);
  }

  private record Value(String type, String sql, String shown) {}

  @Test
  void aTableOfManyRangesArrivesOnceAndWhole() {
    TestMariaDb.run(
        "CREATE DATABASE ranges",
        "USE ranges",
        "CREATE TABLE ranges.t (id bigint unsigned PRIMARY KEY, v varchar(20))",
        "INSERT INTO ranges.t SELECT seq * 3, concat('v', seq) FROM seq_1_to_20000",
        "INSERT INTO ranges.t VALUES (18446744073709551615, 'last')");
    TableSpec table =
        table(
            "ranges",
            "t",
            List.of("id"),
            List.of(column("id", "bigint unsigned not null"), column("v", "varchar(20)")));

    Dataset<Row> rows = read(table);

    assertThat(rows.rdd().getNumPartitions()).isGreaterThan(5);
    assertThat(rows.count()).isEqualTo(20_001);
    assertThat(rows.distinct().count()).isEqualTo(20_001);
  }

  @Test
  void bronzeIsReplacedOncePerRun() {
    TestMariaDb.run(
        "CREATE DATABASE bronze",
        "CREATE TABLE bronze.t (id int PRIMARY KEY, at timestamp(6) NOT NULL)",
        "INSERT INTO bronze.t VALUES (1, '2026-01-01 00:00:00.000001'), (2, now(6))");
    TableSpec table =
        table(
            "bronze",
            "t",
            List.of("id"),
            List.of(column("id", "int not null"), column("at", "timestamp(6) not null")));
    LakeTable lake = new Lake(TestSpark.session()).table(Lake.bronzeName(table));
    RunId run = new RunId("first");

    LakeCommit commit = lake.replace(stamped(table, run), run);
    assertThat(commit.rows()).isEqualTo(2);
    assertThat(commit.files()).isPositive();
    assertThat(commit.bytes()).isPositive();
    assertThat(commit.repeated()).isFalse();

    TestMariaDb.run("INSERT INTO bronze.t VALUES (3, now(6))");
    assertThat(lake.replace(stamped(table, run), run).repeated()).isTrue();
    assertThat(lake.rowCount()).isEqualTo(2);

    RunId second = new RunId("second");
    assertThat(lake.replace(stamped(table, second), second).rows()).isEqualTo(3);
    assertThat(lake.rows().filter("_run_id = 'second' and _source = 'aurora:bronze.t'").count())
        .isEqualTo(3);
    assertThat(lake.rows().columns())
        .containsExactly("id", "at", "_run_id", "_ingested_at", "_source");
  }

  @Test
  void datesThatOnlyMySqlKnowsFailWithTheRowOrBecomeNull() {
    TestMariaDb.run(
        "CREATE DATABASE zero",
        "SET sql_mode='ALLOW_INVALID_DATES'",
        "CREATE TABLE zero.t (id int PRIMARY KEY, d date, dt datetime(3))",
        "INSERT INTO zero.t VALUES (7, '2026-02-00', '0000-00-00'), (8, '2026-02-31', NULL),"
            + " (9, '2026-02-28', '2026-02-28 01:02:03.004')");
    ColumnSpec id = column("id", "int not null");
    TableSpec strict =
        table(
            "zero",
            "t",
            List.of("id"),
            List.of(id, column("d", "date"), column("dt", "datetime(3)")));
    TableSpec lenient =
        table(
            "zero",
            "t",
            List.of("id"),
            List.of(
                id,
                new ColumnSpec("d", ColumnType.parse("date"), true, ZeroDates.NULL),
                new ColumnSpec("dt", ColumnType.parse("datetime(3)"), true, ZeroDates.NULL)));
    LakeTable lake = new Lake(TestSpark.session()).table("bronze_zero.t");

    assertThatThrownBy(() -> lake.replace(read(strict), new RunId("r")))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "Cannot read table zero.t: column d holds 2026-02-00 in the row with id = 7, which only"
                + " MySQL takes for a date; with zeroDates: 'null' it is read as NULL");
    assertThat(read(lenient).orderBy("id").collectAsList())
        .extracting(row -> shown(row.get(1)) + " " + shown(row.get(2)))
        .containsExactly("null null", "null null", "2026-02-28 2026-02-28T01:02:03.004");
    SourceRows passing = passing(lenient);
    lake.replace(passing.rows(), new RunId("lenient"));
    ReadDigest said = passing.digest().get().orElseThrow();
    assertThat(said.zeroDates()).isEqualTo(2);
    assertThat(shown(filed(lenient)).stream().sorted().toList())
        .containsExactly(
            "7 | null | null", "8 | null | null", "9 | 2026-02-28 | 2026-02-28T01:02:03.004");
    assertThat(LakeDigest.of("t", lake.rows(), PassingDigest.form(lenient)))
        .isEqualTo(said.digest());
  }

  @Test
  void anEmptyTableMakesAnEmptyCommit() {
    TestMariaDb.run("CREATE DATABASE hollow", "CREATE TABLE hollow.t (id int PRIMARY KEY)");
    TableSpec table = table("hollow", "t", List.of("id"), List.of(column("id", "int not null")));
    LakeTable lake = new Lake(TestSpark.session()).table(Lake.bronzeName(table));
    RunId run = new RunId("r1");

    assertThat(lake.replace(read(table), run).rows()).isZero();

    assertThat(lake.committed(run)).isPresent();
    assertThat(lake.rowCount()).isZero();
    assertThat(lake.snapshot().files(Set.of(), Map.of(), "unused").files()).isEmpty();
    assertThat(filed(table)).isEmpty();
  }

  private static Dataset<Row> stamped(TableSpec table, RunId run) {
    return BronzeRows.stamp(read(table), run, NOW, "aurora:" + table.source());
  }

  private static SourceRows passing(TableSpec table) {
    return source(TestMariaDb.reading(), table, true);
  }

  private static Dataset<Row> read(TableSpec table) {
    return source(TestMariaDb.reading(), table, false).rows();
  }

  private static SourceRows source(MySqlSessions sessions, TableSpec table, boolean proof) {
    try (Connection connection = sessions.open()) {
      MySqlTable actual =
          new MySqlCatalog("aurora", connection).require(List.of(table)).get(table.id());
      Optional<PassingDigest> passing =
          proof
              ? Optional.of(PassingDigest.of(table, MySqlCharsets.of(connection, table.source())))
              : Optional.empty();
      return new MySqlSource(TestSpark.session(), sessions).rows(table, actual, passing);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ColumnSpec column(String name, String type) {
    boolean nullable = !type.endsWith(" not null");
    String sql = type.replace(" not null", "").replace(" character set latin1", "");
    return new ColumnSpec(name, ColumnType.parse(sql), nullable, ZeroDates.FAIL);
  }

  private static TableSpec table(
      String database, String name, List<String> key, List<ColumnSpec> columns) {
    return new TableSpec(
        name,
        new TableName(database, name),
        key,
        columns,
        name,
        new ExtractionSpec(ExtractionSpec.Mode.FULL, 3_000),
        new PublishSpec(true, Optional.empty(), List.of()),
        Optional.empty());
  }
}
