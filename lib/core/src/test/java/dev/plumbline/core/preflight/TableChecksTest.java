package dev.plumbline.core.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.preflight.ExtractionChecks.KeySpan;
import dev.plumbline.core.preflight.Finding.Severity;
import dev.plumbline.core.schema.DataFacts.Probe;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.Tables;
import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.CursorSpec.Deletes;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableChecksTest {
  @Test
  void aTableThatZeroEtlCarriesHasNoFindings() {
    assertThat(check(keyed("v", "varchar(20)").build())).isEmpty();
  }

  @Test
  void aCursorWithoutAnIndexIsHard() {
    SourceTable table = keyed("v", "timestamp").build();
    CursorSpec cursor = new CursorSpec("v", true, BigInteger.TEN, Deletes.DIGEST);
    assertThat(ExtractionChecks.declared(table, extracted(cursor)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.HARD);
              assertThat(finding.reason()).contains("by cursor v, with which no index begins");
            });
    assertThat(
            ExtractionChecks.declared(
                keyed("v", "timestamp").index("changed", "v").build(), extracted(cursor)))
        .isEmpty();
  }

  @Test
  void aForeignKeyThatActsMakesExtractionByChangesUseless() {
    SourceTable acting = keyed("v", "int").references("v", "parent", "CASCADE").build();
    SourceTable idle = keyed("v", "int").references("v", "parent", "RESTRICT").build();
    TableSpec changes = extracted(new ExtractionSpec(Mode.CHANGES, 1));
    assertThat(ExtractionChecks.declared(acting, changes))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.reason())
                    .contains("by its changes, and foreign key fk_v changes rows"));
    assertThat(ExtractionChecks.declared(idle, changes)).isEmpty();
  }

  private static TableSpec extracted(CursorSpec cursor) {
    return extracted(new ExtractionSpec(Mode.INCREMENTAL, 1, true, Optional.of(cursor)));
  }

  private static TableSpec extracted(ExtractionSpec extraction) {
    return new TableSpec(
        "t",
        new TableName("shop", "t"),
        List.of("id"),
        List.of(),
        "t",
        extraction,
        new PublishSpec(true, Optional.empty(), List.of()),
        Optional.empty());
  }

  @Test
  void aTableWithoutAPrimaryKeyIsRefusedAndGetsOne() {
    assertThat(check(Tables.table("t").column("a", "int").build()))
        .extracting(Finding::severity, finding -> finding.statements().get(0))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Severity.REFUSED,
                "ALTER TABLE `shop`.`t` ADD COLUMN `plumbline_id` BIGINT UNSIGNED NOT NULL"
                    + " AUTO_INCREMENT PRIMARY KEY"));
    assertThat(
            check(Tables.table("t").column("a`b", "int not null").unique("u", "a`b").build())
                .get(0)
                .statements())
        .containsExactly("ALTER TABLE `shop`.`t` ADD PRIMARY KEY (`a``b`)");
  }

  @ParameterizedTest
  @CsvSource({"CASCADE, 1", "SET NULL, 1", "set default, 1", "RESTRICT, 0", "NO ACTION, 0"})
  void aForeignKeyThatActsIsRefused(String rule, int findings) {
    assertThat(check(keyed("p", "int").references("p", "parent", rule).build())).hasSize(findings);
  }

  /** A MODIFY COLUMN would drop what it does not repeat, such as AUTO_INCREMENT or a default. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          smallint unsigned | change its type to INT UNSIGNED in its own declaration
          decimal(65,30)    | change its type to DECIMAL(38,30) in its own declaration
          decimal(65,0)     | change its type to DECIMAL(38,0) in its own declaration
          tinyblob          | change its type to VARBINARY(255) in its own declaration
          longblob          | make it VARBINARY(n) if
          point             | store coordinates
          vector(3)         | change it to a type that is
          """)
  void aTypeThatIsNotSupportedIsRefusedWithAnotherInWords(String type, String remedy) {
    List<Finding> findings = check(keyed("v", type).build());
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).severity()).isEqualTo(Severity.REFUSED);
    assertThat(findings.get(0).column()).isEqualTo("v");
    assertThat(findings.get(0).remedy()).startsWith(remedy);
    assertThat(findings.get(0).statements()).isEmpty();
  }

  @Test
  void whatRowsHoldIsLostWhereTheReplicaIsNarrower() {
    SourceTable table = keyed("v", "varchar(4)").column("d", "date").column("doc", "text").build();
    Probe probe = new Probe(true, List.of("d"), Map.of("v", 5L, "doc", 65_535L));

    List<Finding> findings = TableChecks.of(table, Optional.of(probe));

    assertThat(findings)
        .extracting(finding -> finding.column() + " " + finding.severity())
        .containsExactly("v LOST", "d LOST");
    assertThat(findings.get(0).reason()).contains("5 bytes", "ends at 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          varchar(4)     | 5      | change its type to VARCHAR(16) in its own declaration
          char(255)      | 256    | change its type to VARCHAR(1020) in its own declaration
          varchar(4096)  | 4097   | change its type to TEXT in its own declaration
          varchar(20000) | 20001  | change its type to TEXT in its own declaration
          tinytext       | 300    | change its type to TEXT in its own declaration
          varchar(40000) | 65536  | keep such values elsewhere
          mediumtext     | 65536  | keep such values elsewhere
          """)
  void aValueThatIsTooLongNeedsATypeThatIsLonger(String type, long bytes, String remedy) {
    Probe probe = new Probe(true, List.of(), Map.of("v", bytes));
    assertThat(TableChecks.of(keyed("v", type).build(), Optional.of(probe)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.remedy()).startsWith(remedy);
              assertThat(finding.statements()).isEmpty();
            });
  }

  @Test
  void rowsThatCouldNotBeSeenAreUnknownAndCountForNothing() {
    List<Finding> findings =
        TableChecks.of(
            keyed("v", "int").build(), Optional.of(new Probe(false, List.of(), Map.of())));
    assertThat(findings).extracting(Finding::severity).containsExactly(Severity.UNKNOWN);
    assertThat(PreflightReport.of("aurora", 1, findings).exitCode()).isZero();
  }

  @Test
  void otherEnginesAndTakenNamesAreRefused() {
    assertThat(check(keyed("v", "int").engine("MyISAM").build()).get(0).reason())
        .contains("MyISAM");
    assertThat(check(keyed("TXN_ID", "int").build()).get(0).reason()).contains("itself");
    assertThat(check(keyed("é".repeat(64), "int").build()).get(0).reason()).contains("128 bytes");
  }

  @Test
  void aLargeTableIsHardWhereItCannotBeCutEvenly() {
    SourceTable text =
        Tables.table("t")
            .column("k", "char(36) not null")
            .primaryKey("k")
            .holding(5_000_000, 1)
            .build();
    SourceTable whole =
        Tables.table("t")
            .column("k", "bigint not null")
            .primaryKey("k")
            .holding(5_000_000, 1)
            .build();

    assertThat(ExtractionChecks.of(text, Optional.empty()).get(0).reason()).contains("one piece");
    assertThat(ExtractionChecks.of(whole, span(0, 6_000_000))).isEmpty();
    assertThat(ExtractionChecks.of(whole, span(0, 900_000_000_000L)).get(0).reason())
        .contains("uneven");
    assertThat(ExtractionChecks.of(keyed("v", "int").build(), Optional.empty())).isEmpty();
  }

  private static Optional<KeySpan> span(long least, long greatest) {
    return Optional.of(new KeySpan("k", BigInteger.valueOf(least), BigInteger.valueOf(greatest)));
  }

  private static Tables keyed(String column, String type) {
    return Tables.table("t").column("id", "int not null").column(column, type).primaryKey("id");
  }

  private static List<Finding> check(SourceTable table) {
    return TableChecks.of(table, Optional.empty());
  }
}
