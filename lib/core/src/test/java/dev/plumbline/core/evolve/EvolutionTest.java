package dev.plumbline.core.evolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.Evolve;
import dev.plumbline.core.table.ReconcileSpec;
import dev.plumbline.core.table.RouteSpec;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvolutionTest {
  private static final SeenTable FIRST =
      SeenTable.of(
          List.of(
              column("id", "int(11)", false),
              column("name", "varchar(20)", false),
              column("left_out", "int(11)", true)));

  @Test
  void aTableThatIsAsItIsDeclaredHasNothingToFollow() {
    Evolution evolution = Evolution.of(table(Evolve.EVOLVE), FIRST);
    assertThat(evolution.applied()).isEmpty();
    assertThat(evolution.open()).isEmpty();
    assertThat(evolution.table()).isEqualTo(table(Evolve.EVOLVE));
  }

  @Test
  void aTableFollowsWithNewColumnsAtItsEnd() {
    SeenTable now =
        FIRST.next(
            List.of(
                column("note", "varchar(9)", true),
                column("id", "bigint(20)", false),
                column("name", "varchar(30)", true),
                column("left_out", "int(11)", true)));

    Evolution evolution = Evolution.of(table(Evolve.EVOLVE), now);

    assertThat(columns(evolution.table()))
        .containsExactly("id bigint(20) false", "name varchar(30) true", "note varchar(9) true");
    assertThat(evolution.applied())
        .extracting(SchemaChange::text)
        .containsExactly(
            "column id widened from int not null to bigint(20) not null",
            "column name widened from varchar(20) not null to varchar(30)",
            "column note varchar(9) added");
    assertThat(evolution.open()).isEmpty();
    assertThat(Evolution.of(evolution.table(), now).applied()).isEmpty();
  }

  @Test
  void aRenamedColumnIsGoneAndAnotherIsNew() {
    SeenTable now =
        FIRST.next(List.of(column("id", "int(11)", false), column("title", "varchar(20)", false)));

    Evolution evolution = Evolution.of(table(Evolve.EVOLVE), now);

    assertThat(columns(evolution.table()))
        .containsExactly("id int false", "title varchar(20) false");
    assertThat(evolution.applied())
        .extracting(SchemaChange::text)
        .containsExactly(
            "column name varchar(20) not null dropped", "column title varchar(20) not null added");
  }

  @Test
  void aColumnThatGoesAndComesBackIsNew() {
    SeenTable now = FIRST.next(List.of(column("id", "int(11)", false))).next(FIRST.columns());
    assertThat(Evolution.of(table(Evolve.EVOLVE), now).applied())
        .extracting(SchemaChange::text)
        .containsExactly("column left_out int(11) added");
  }

  @Test
  void whatCannotBeFollowedStaysOpen() {
    SeenTable now =
        FIRST.next(
            List.of(
                column("Name", "varchar(20)", false),
                column("odd", "hypercube", true),
                column("left_out", "int(11)", true)));

    Evolution evolution = Evolution.of(table(Evolve.EVOLVE), now);

    assertThat(evolution.applied()).isEmpty();
    assertThat(evolution.open())
        .extracting(SchemaChange::text)
        .containsExactly(
            "column id int not null dropped",
            "column name varchar(20) not null dropped",
            "column Name varchar(20) not null added",
            "column odd hypercube added");
    assertThat(evolution.table()).isEqualTo(table(Evolve.EVOLVE));
    assertThat(evolution.open().get(0).line()).isEqualTo("remove 'id: int not null'");
    assertThat(evolution.open().get(3).line()).isEqualTo("write 'odd: hypercube'");
  }

  @Test
  void otherPoliciesKeepTheDeclaration() {
    SeenTable now = FIRST.next(List.of(column("id", "int(11)", false)));
    Evolution warned = Evolution.of(table(Evolve.WARN), now);
    assertThat(warned.open()).hasSize(1);
    assertThat(warned.refused()).isFalse();
    assertThat(warned.table()).isEqualTo(table(Evolve.WARN));
    assertThat(Evolution.of(table(Evolve.FAIL), now).refused()).isTrue();
    assertThat(Evolution.of(table(Evolve.FAIL), FIRST).refused()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int | bigint | true",
        "bigint | int | false",
        "int | int unsigned | false",
        "int unsigned | bigint unsigned | true",
        "varchar(20) | text | true",
        "varchar(20) | tinytext | false",
        "text | varchar(20) | false",
        "decimal(9,2) | decimal(12,3) | true",
        "decimal(9,2) | decimal(9,3) | false",
        "datetime | datetime(6) | true",
        "datetime(6) | datetime | false",
        "datetime | timestamp | false",
        "enum('a') | enum('a','b') | true",
        "char(5) | char(6) | false",
        "blob | longblob | true",
      })
  void aTypeIsWiderWhereItHoldsEveryValue(String from, String to, boolean wider) {
    assertThat(Widening.holds(ColumnType.parse(from), ColumnType.parse(to))).isEqualTo(wider);
  }

  private static List<String> columns(TableSpec table) {
    return table.columns().stream()
        .map(column -> column.name() + " " + column.type() + " " + column.nullable())
        .toList();
  }

  private static SourceColumn column(String name, String type, boolean nullable) {
    return new SourceColumn(name, type, nullable);
  }

  private static TableSpec table(Evolve evolve) {
    return new TableSpec(
        "things",
        new TableName("shop", "things"),
        List.of("id"),
        Arrays.asList(
            new ColumnSpec("id", ColumnType.parse("int"), false, ZeroDates.FAIL),
            new ColumnSpec("name", ColumnType.parse("varchar(20)"), false, ZeroDates.FAIL)),
        "things",
        new ExtractionSpec(ExtractionSpec.Mode.FULL, 1000),
        new PublishSpec(true, Optional.empty(), List.of()),
        RouteSpec.standard(),
        List.of(),
        ReconcileSpec.standard(),
        Optional.empty(),
        evolve);
  }
}
