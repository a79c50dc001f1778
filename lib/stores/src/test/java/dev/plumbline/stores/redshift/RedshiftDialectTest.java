package dev.plumbline.stores.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.publish.PublishTable.Column;
import dev.plumbline.core.publish.PublishTable.DataFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedshiftDialectTest {
  @Test
  void namesKeepTheirCaseAndTheirQuotes() {
    assertThat(RelationName.of("zeroetl", "Blog", "Us\"ers").sql())
        .isEqualTo("\"zeroetl\".\"Blog\".\"Us\"\"ers\"");
    assertThat(RelationName.of("zeroetl", "blog", "users")).hasToString("zeroetl.blog.users");
  }

  @Test
  void literalsCannotBeLeft() {
    assertThat(RedshiftDialect.literal("it's \\' over")).isEqualTo("'it''s \\\\'' over'");
  }

  @Test
  void aTableWithoutKeysIsLeftToRedshift() {
    PublishTable table = table(Optional.empty(), List.of());

    assertThat(RedshiftDialect.createTarget(table, RelationName.of("gold", "m")))
        .isEqualTo(
            "CREATE TABLE \"gold\".\"m\" (\"a\" BIGINT NOT NULL, \"b\" DATE) DISTSTYLE AUTO SORTKEY"
                + " AUTO");
  }

  @Test
  void keysAreDeclared() {
    PublishTable table = table(Optional.of("a"), List.of("b", "a"));

    assertThat(RedshiftDialect.createTarget(table, RelationName.of("gold", "m")))
        .endsWith(" DISTSTYLE KEY DISTKEY(\"a\") COMPOUND SORTKEY(\"b\", \"a\")");
  }

  @Test
  void theDefaultRoleIsAKeyword() {
    assertThat(RedshiftDialect.copy(RelationName.of("gold", "m"), "s3://b/m.manifest", "default"))
        .isEqualTo(
            "COPY \"gold\".\"m\" FROM 's3://b/m.manifest' IAM_ROLE default FORMAT AS PARQUET"
                + " MANIFEST");
  }

  @Test
  void filesOfThePublishedShapeAreLoadedDirectly() {
    PublishTable table = table(Optional.empty(), List.of());
    Column staged =
        new Column("c", "INTEGER", Optional.of("SMALLINT"), "CAST({c} AS SMALLINT)", true);

    assertThat(RedshiftDialect.loadsDirectly(table)).isTrue();
    assertThat(RedshiftDialect.loadsDirectly(with(table, staged))).isFalse();
    assertThat(
            RedshiftDialect.loadsDirectly(
                with(table, new Column("c", "DATE", Optional.empty(), "{c}", true))))
        .isFalse();
  }

  @Test
  void theManifestNamesEachFileWithItsSize() {
    assertThat(
            CopyManifest.json(
                    List.of(new DataFile("s3a://b/1.parquet", 5), new DataFile("s3://b/2", 6)))
                .replaceAll("\\s", ""))
        .isEqualTo(
            "{\"entries\":[{\"url\":\"s3://b/1.parquet\",\"mandatory\":true,\"meta\":"
                + "{\"content_length\":5}},{\"url\":\"s3://b/2\",\"mandatory\":true,\"meta\":"
                + "{\"content_length\":6}}]}");
  }

  private static PublishTable table(Optional<String> distKey, List<String> sortKey) {
    return new PublishTable(
        "gold",
        "m",
        List.of(
            new Column("a", "BIGINT", Optional.of("BIGINT"), "{c}", false),
            new Column("b", "DATE", Optional.of("DATE"), "{c}", true)),
        distKey,
        sortKey,
        List.of(),
        0);
  }

  private static PublishTable with(PublishTable table, Column column) {
    return new PublishTable(
        table.schema(), table.table(), List.of(column), table.distKey(), List.of(), List.of(), 0);
  }
}
