package dev.plumbline.spark.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.Origin;
import dev.plumbline.core.table.Origin.CsvSpec;
import dev.plumbline.core.table.Origin.Format;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import dev.plumbline.spark.TestSpark;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileSourceTest {
  private static final Row FIRST = RowFactory.create(1L, new BigDecimal("1.50"), "ä, \"b\"\nc");
  private static final Row SECOND = RowFactory.create(2L, null, "");
  private static final Row THIRD = RowFactory.create(3L, new BigDecimal("0.01"), null);

  private Path folder;

  @BeforeEach
  void folder() {
    folder = TestSpark.temporary("files");
  }

  @Test
  void csvIsReadByItsHeaderWithQuotesLineBreaksAndNothingTwice() throws IOException {
    write("a.csv", "amount,id,more,note\r\n1.5,1,x,\"ä, \"\"b\"\"\nc\"\r\n,2,,\"\"\r\n");
    zipped("below/b.csv.gz", "\uFEFFamount,id,more,note\n0.01,3,x,\n");
    write("_SUCCESS", "");
    write(".b.csv.crc", "none");

    FileRows rows = rows(csv(CsvSpec.standard()));

    assertThat(sorted(rows)).containsExactly(FIRST, SECOND, THIRD);
  }

  @Test
  void csvMayHaveNoHeaderAndAnotherNotation() throws IOException {
    write("a.txt", "1;1.5;'ä, \"b\"\nc'\n2;\\N;\n3;0.01;\\N\n");

    FileRows rows = rows(csv(new CsvSpec(false, ";", "'", "\\N")));

    assertThat(sorted(rows)).containsExactly(FIRST, SECOND, THIRD);
  }

  @Test
  void jsonKeepsAllDigitsOfItsNumbers() throws IOException {
    write(
        "a.json",
        """
        {"id": 1, "amount": 1.50, "note": "ä, \\"b\\"\\nc", "more": [1]}

        {"id": 2, "note": ""}
        {"id": 3, "amount": "0.01", "note": null}
        """);

    assertThat(sorted(rows(json()))).containsExactly(FIRST, SECOND, THIRD);

    write("b.json", "{\"id\": 4, \"amount\": 0.10000000000000001}\n");
    assertFails(
        json(),
        "Cannot read file:"
            + folder
            + "/b.json, line 1: column amount holds"
            + " '0.10000000000000001', which is no decimal(6,2): it has more digits after the point");
  }

  @Test
  void parquetIsReadByTheNamesOfItsColumns() {
    parquet("one", "SELECT 'x' AS more, 'ä, \"b\"\nc' AS note, 1.5D AS amount, 1 AS id");
    parquet("two", "SELECT '' AS note, CAST(NULL AS double) AS amount, 2 AS id");
    parquet("three", "SELECT 3 AS id, CAST(NULL AS string) AS note, 0.01D AS amount");

    FileRows rows = rows(parquet());

    assertThat(sorted(rows)).containsExactly(FIRST, SECOND, THIRD);
    rows.check().accept(3);
    assertThatThrownBy(() -> rows.check().accept(4))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("its files hold 3 rows, and 4 were read");
  }

  @Test
  void anExportOfAuroraIsReadInTheTypesOfMySql() {
    parquet(
        "export",
        "SELECT CAST(18446744073709551615 AS decimal(20,0)) AS big, CAST(7 AS int) AS tiny,"
            + " unhex('05') AS bits, CAST('größe' AS binary) AS letters, '2026-01-31' AS day,"
            + " TIMESTAMP'2026-03-29 02:30:00.5Z' AS at, TIMESTAMP'2026-03-29 02:30:00Z' AS seen,"
            + " '-01:30:00' AS lasts, 0.1D AS share");
    TableSpec table =
        table(
            "big bigint unsigned",
            "tiny tinyint",
            "bits bit(3)",
            "letters char(5)",
            "day date",
            "at datetime(1)",
            "seen timestamp",
            "lasts time",
            "share float");

    Row row = new FileSource(TestSpark.session()).export(table, folder.toString()).rows().first();

    assertThat(row.getDecimal(0)).isEqualTo("18446744073709551615");
    assertThat(row.getInt(1)).isEqualTo(7);
    assertThat((byte[]) row.get(2)).containsExactly(0, 0, 0, 0, 0, 0, 0, 5);
    assertThat(row.getString(3)).isEqualTo("größe");
    assertThat((Object) row.getAs(4)).isEqualTo(LocalDate.of(2026, 1, 31));
    assertThat(row.get(5).toString()).isEqualTo("2026-03-29T02:30:00.500");
    assertThat((Object) row.getAs(6)).isEqualTo(Instant.parse("2026-03-29T02:30:00Z"));
    assertThat(row.getLong(7)).isEqualTo(-5_400_000_000L);
    assertThat(row.getFloat(8)).isEqualTo(0.1f);
  }

  @Test
  void aValueThatDoesNotFitNamesFileRowColumnAndValueAndNothingIsPublished() throws IOException {
    LakeTable lake = new Lake(TestSpark.session()).table("bronze_drops.unfit");
    write("a.csv", "id,amount,note\n1,1.5,a\n");
    lake.replace(rows(csv(CsvSpec.standard())).rows(), new RunId("good"));
    write("b.csv", "id,amount,note\n5,1,\"two\nlines\"\n6,one,b\n");

    assertThatThrownBy(() -> lake.draft(rows(csv(CsvSpec.standard())).rows(), new RunId("bad")))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "Cannot read file:"
                + folder
                + "/b.csv, row 3: column amount holds 'one', which is no decimal(6,2)");
    assertThat(lake.rowCount()).isEqualTo(1);
    assertThat(lake.lastRun()).contains(new RunId("good"));
  }

  @Test
  void rowsOfAnotherWidthAndOtherHeadersAreRefused() throws IOException {
    write("a.csv", "id,amount,note\n1,1.5,a\n2,2\n");
    assertFails(csv(CsvSpec.standard()), "/a.csv, row 3: the row has not 3 values: 2,2");
    write("a.csv", "id,amount,note\n1,1.5,a\n");
    write("b.csv", "id,note,amount\n1,a,1.5\n");
    assertFails(
        csv(CsvSpec.standard()),
        "/b.csv, row 1: the header is id, note, amount, and in another file it is id, amount, note");
    Files.write(folder.resolve("b.csv"), new byte[] {'i', 'd', ',', 'x'});
    assertFails(csv(CsvSpec.standard()), "/b.csv, row 1: the header is id,x, and in another file");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Files.write(folder.resolve("a.csv"), "id,amount,note\n1,1,ä\n".getBytes("ISO-8859-1"));
    assertFails(csv(CsvSpec.standard()), "it holds bytes that are not UTF-8");
    Files.delete(folder.resolve("a.csv"));
    Files.write(folder.resolve("a.json"), "{\"id\": 1, \"note\": \"ä\"}".getBytes("ISO-8859-1"));
    assertFails(json(), "/a.json, line 1: the line is no JSON: Invalid UTF-8");
  }

  @Test
  void linesThatAreNoObjectsAreRefused() throws IOException {
    write("a.json", "[{\"id\": 1}]\n");
    assertFails(json(), "/a.json, line 1: the line is no JSON object; each line has to be one");
    write("a.json", "{\"id\": 1}\n{\"id\": 2, \"id\": 3}\n");
    assertFails(json(), "/a.json, line 2: the line is no JSON: Duplicate field 'id'");
  }

  @Test
  void whatIsMissingIsSaidBeforeAnythingIsRead() throws IOException {
    assertRefused(csv(CsvSpec.standard()), "the folder holds no file");
    String missing = folder.resolve("none").toString();
    assertThatThrownBy(() -> new FileSource(TestSpark.session()).rows(things(), missing, json()))
        .isInstanceOf(SourceException.class)
        .hasMessage("Cannot read " + missing + ": there is no such folder or file");

    write("a.csv", "id,amuont,note\n1,1.5,a\n");
    assertRefused(
        csv(CsvSpec.standard()),
        "/a.csv: there is no column amount in its header id, amuont, note; did you mean");
    assertRefused(parquet(), "a.csv is not a Parquet file");
    Files.delete(folder.resolve("a.csv"));

    parquet("one", "SELECT 1 AS id, 1.5D AS amount, 'a' AS note");
    parquet("two", "SELECT 1 AS id, 1.5D AS amount");
    assertRefused(parquet(), ": there is no column note");
    parquet("two", "SELECT 1 AS id, 'x' AS amount, 'a' AS note");
    assertRefused(parquet(), ": column amount is string, and double in ");
    parquet("two", "SELECT 1 AS id, 1D AS amount, array('a') AS note");
    assertRefused(parquet(), ": column note is array<string>, which is no varchar(20)");
  }

  @Test
  void aFieldThatNoLineHasIsMisspelt() throws IOException {
    write("a.json", "{\"id\": 1, \"amount\": 1, \"Note\": \"a\"}\n");
    FileRows rows = rows(json());
    assertThat(rows.rows().collectAsList()).hasSize(1);
    assertThatThrownBy(() -> rows.check().accept(1))
        .hasMessage("Cannot read " + folder + ": no line has a field note");
  }

  private void assertRefused(Origin.Files how, String message) {
    assertThatThrownBy(() -> rows(how))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(message);
  }

  private void assertFails(Origin.Files how, String message) {
    FileRows rows = rows(how);
    assertThatThrownBy(
            () -> dev.plumbline.spark.SparkFailures.call("read", () -> rows.rows().collectAsList()))
        .isInstanceOf(PlumblineException.class)
        .hasMessageContaining(message);
  }

  private FileRows rows(Origin.Files how) {
    return new FileSource(TestSpark.session()).rows(things(), folder.toString(), how);
  }

  private static List<Row> sorted(FileRows rows) {
    List<Row> sorted = new ArrayList<>(rows.rows().collectAsList());
    sorted.sort(Comparator.comparing(row -> row.getLong(0)));
    return sorted;
  }

  private static Origin.Files csv(CsvSpec format) {
    return new Origin.Files("drops", "x", Format.CSV, Optional.empty(), format);
  }

  private static Origin.Files json() {
    return new Origin.Files("drops", "x", Format.JSON, Optional.empty(), CsvSpec.standard());
  }

  private static Origin.Files parquet() {
    return new Origin.Files("drops", "x", Format.PARQUET, Optional.empty(), CsvSpec.standard());
  }

  private static TableSpec things() {
    return table("id bigint not null", "amount decimal(6,2)", "note varchar(20)");
  }

  private static TableSpec table(String... columns) {
    List<ColumnSpec> specs = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(" ", 2);
      boolean nullable = !parts[1].endsWith(" not null");
      String type = parts[1].replace(" not null", "");
      specs.add(new ColumnSpec(parts[0], ColumnType.parse(type), nullable, ZeroDates.FAIL));
    }
    return new TableSpec(
        "things",
        new TableName("drops", "things"),
        List.of(),
        specs,
        "things",
        new ExtractionSpec(ExtractionSpec.Mode.FULL, 1_000_000),
        new PublishSpec(false, Optional.empty(), List.of()),
        Optional.empty());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, UTF_8);
  }

  private void zipped(String name, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(UTF_8));
    }
    Files.createDirectories(folder.resolve(name).getParent());
    Files.write(folder.resolve(name), bytes.toByteArray());
  }

  private void parquet(String name, String query) {
    TestSpark.session()
        .sql(query)
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder.resolve(name).toString());
  }
}
