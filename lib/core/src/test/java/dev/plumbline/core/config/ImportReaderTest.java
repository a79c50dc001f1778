package dev.plumbline.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.config.ConfigException.Problem;
import dev.plumbline.core.table.ImportSpec;
import dev.plumbline.core.table.Origin;
import dev.plumbline.core.table.Origin.CsvSpec;
import dev.plumbline.core.table.Origin.Format;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportReaderTest {
  private static final String COLUMNS = "key: [id]\ncolumns: {id: bigint not null, data: blob}\n";

  @TempDir Path folder;

  @Test
  void aFolderOfFilesIsReadWithItsDefaults() throws IOException {
    ImportSpec spec =
        read("id: rates\nsource: {endpoint: drops, path: rates/, format: parquet}\n" + COLUMNS);

    assertThat(spec.origin())
        .isEqualTo(
            new Origin.Files(
                "drops", "rates/", Format.PARQUET, Optional.empty(), CsvSpec.standard()));
    assertThat(spec.table().source()).isEqualTo(new TableName("drops", "rates"));
    assertThat(spec.table().key()).containsExactly("id");
    assertThat(spec.table().publish().fallback()).isFalse();
  }

  @Test
  void howCsvIsWrittenIsRead() throws IOException {
    ImportSpec spec =
        read(
            "id: rates\n"
                + "source: {endpoint: drops, path: r, format: csv, header: false,"
                + " delimiter: '\\t', quote: \"'\", nullText: '\\N', zone: '+02:00'}\n"
                + COLUMNS.replace("blob", "text"));

    assertThat(spec.origin())
        .isEqualTo(
            new Origin.Files(
                "drops",
                "r",
                Format.CSV,
                Optional.of(ZoneOffset.ofHours(2)),
                new CsvSpec(false, "\t", "'", "\\N")));
  }

  @Test
  void aTableOfADatabaseIsRead() throws IOException {
    ImportSpec spec =
        read(
            "id: customers\nsource: {endpoint: crm, schema: sales}\n"
                + "extraction: {splitRows: 5000, proof: false}\n"
                + COLUMNS);

    assertThat(spec.origin())
        .isEqualTo(new Origin.Relation("crm", new TableName("sales", "customers")));
    assertThat(spec.table().extraction())
        .isEqualTo(new ExtractionSpec(ExtractionSpec.Mode.FULL, 5_000, false));
  }

  @Test
  void whatOnlyAReplicatedTableHasIsRefused() throws IOException {
    assertThat(
            problems(
                "id: rates\n"
                    + "source: {endpoint: drops, path: r, format: csv, zone: CET, quote: '##'}\n"
                    + "publish: {}\nroute: {}\n"
                    + COLUMNS))
        .containsExactlyInAnyOrder(
            "column 'data' is blob, which csv files do not hold",
            "key 'source.zone' is 'CET' and must be an offset from UTC, such as UTC or +02:00",
            "key 'source.quote' is '##' and must be one character, such as '\"' or '\\t'",
            "key 'publish' is for tables of the pipeline's source; this one has 'endpoint'",
            "key 'route' is for tables of the pipeline's source; this one has 'endpoint'");
    assertThat(
            problems(
                "id: rates\nsource: {endpoint: drops, path: r, format: xml}\n"
                    + "extraction: {mode: full}\n"
                    + COLUMNS))
        .containsExactlyInAnyOrder(
            "key 'source.format' is 'xml' and must be one of csv, json, parquet",
            "unknown key 'extraction'");
    assertThat(problems("id: rates\nsource: {endpoint: drops, path: r}\n" + COLUMNS))
        .containsExactly("key 'source.format' is missing: csv, json or parquet");
    assertThat(
            problems(
                "id: rates\nsource: {endpoint: crm, format: csv}\nextraction: {mode: changes}\n"
                    + COLUMNS))
        .containsExactlyInAnyOrder(
            "unknown key 'source.format'",
            "key 'extraction.mode' is 'changes', and a table with 'endpoint' is read in mode full");
  }

  private ImportSpec read(String text) throws IOException {
    PipelineConfig pipeline = load(text);
    assertThat(pipeline.tables()).isEmpty();
    return pipeline.imports().get(0);
  }

  private List<String> problems(String text) {
    ConfigException failure =
        Assertions.catchThrowableOfType(ConfigException.class, () -> load(text));
    return failure.problems().stream().map(Problem::message).toList();
  }

  private PipelineConfig load(String text) throws IOException {
    Files.createDirectories(folder.resolve("tables"));
    Files.writeString(
        folder.resolve("pipeline.yaml"), "name: p\nwarehouse: dwh\n", StandardCharsets.UTF_8);
    Files.writeString(folder.resolve("tables/rates.yaml"), text, StandardCharsets.UTF_8);
    return new ConfigLoader(
            new LocalConfigSource(),
            new Interpolation(Map.of(), folder.resolve("endpoints.json")),
            Map.of())
        .pipeline(folder.toString());
  }
}
