package dev.plumbline.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.CursorSpec.Deletes;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractionReaderTest {
  private static final String COLUMNS =
      """
      id: users
      source: {database: blog}
      columns:
        id: bigint not null
        share: double not null
        name: varchar(20)
        version: int unsigned
        updated_at: datetime(6)
        seen_at: {type: timestamp, zeroDates: "null"}
      """;

  @TempDir Path folder;

  @Test
  void aTableIsReadInFullWithoutAWordOnIt() {
    assertThat(read("[id]", "{}")).isEqualTo(new ExtractionSpec(Mode.FULL, 1_000_000));
  }

  @Test
  void aCursorOfTimesIsReadWithItsDefaults() {
    ExtractionSpec spec = read("[id]", "{mode: incremental, cursor: updated_at}");

    assertThat(spec.mode()).isEqualTo(Mode.INCREMENTAL);
    assertThat(spec.cursor())
        .contains(
            new CursorSpec("updated_at", true, BigInteger.valueOf(600_000_000), Deletes.DIGEST));
  }

  @Test
  void aCursorOfNumbersSaysItsOverlap() {
    assertThat(
            read("[id]", "{mode: incremental, cursor: version, overlap: 50, deletes: none}")
                .cursor())
        .contains(new CursorSpec("version", false, BigInteger.valueOf(50), Deletes.NONE));
    assertRefused(
        "[id]",
        "{mode: incremental, cursor: version}",
        "key 'extraction.overlap' is missing: of a cursor of whole numbers");
  }

  @Test
  void aFirstLoadNamesAFolderOfAnExport() {
    assertThat(
            read("[id]", "{mode: changes, firstLoad: s3://b/export/shop/shop.users}").firstLoad())
        .contains("s3://b/export/shop/shop.users");
    assertRefused(
        "[id]",
        "{mode: changes, firstLoad: export/shop.users}",
        "key 'extraction.firstLoad' is 'export/shop.users' and must be a folder of Parquet files");
    assertRefused(
        "[id]",
        "{firstLoad: s3://b/export/shop}",
        "key 'extraction.firstLoad' is for modes incremental and changes: mode full reads all");
  }

  @Test
  void whatCannotBeExtractedByACursorIsRefusedWithTheFileAndTheReason() {
    assertRefused(
        "[]",
        "{mode: incremental, cursor: updated_at}",
        "users.yaml",
        "key 'extraction.mode' is 'incremental' and the table has no key");
    assertRefused(
        "[share]",
        "{mode: incremental, cursor: updated_at}",
        "key column 'share' is double, which identifies no row exactly");
    assertRefused("[id]", "{mode: incremental}", "key 'extraction.cursor' is missing");
    assertRefused(
        "[id]",
        "{mode: incremental, cursor: update_at}",
        "names column 'update_at', which is not declared; did you mean 'updated_at'?");
    assertRefused(
        "[id]",
        "{mode: incremental, cursor: name}",
        "names column 'name' of type varchar(20) and must name a datetime, a timestamp or a whole");
    assertRefused(
        "[id]",
        "{mode: incremental, cursor: seen_at}",
        "names column 'seen_at', which holds dates that are read as NULL");
    assertRefused(
        "[id]",
        "{mode: incremental, cursor: updated_at, overlap: 10}",
        "key 'extraction.overlap' is '10' and must be a time span");
    assertRefused(
        "[id]", "{cursor: updated_at}", "key 'extraction.cursor' is for mode incremental only");
  }

  @Test
  void changesNeedAKeyThatNamesRowsAndNothingElse() {
    assertThat(read("[id]", "{mode: changes}"))
        .isEqualTo(new ExtractionSpec(Mode.CHANGES, 1_000_000));
    assertRefused(
        "[]",
        "{mode: changes}",
        "users.yaml",
        "key 'extraction.mode' is 'changes' and the table has no key");
    assertRefused(
        "[id, share]",
        "{mode: changes}",
        "users.yaml",
        "'changes' and key column 'share' is double, which identifies no row exactly");
    assertRefused(
        "[id]",
        "{mode: changes, cursor: updated_at}",
        "key 'extraction.cursor' is for mode incremental only");
  }

  private void assertRefused(String key, String extraction, String... reasons) {
    assertThatThrownBy(() -> read(key, extraction))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(reasons);
  }

  private ExtractionSpec read(String key, String extraction) {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write("tables/users.yaml", COLUMNS + "key: " + key + "\nextraction: " + extraction + "\n");
    return new ConfigLoader(
            new LocalConfigSource(),
            new Interpolation(Map.of(), folder.resolve("endpoints.json")),
            Map.of())
        .pipeline(folder.toString())
        .table("users")
        .extraction();
  }

  private void write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
