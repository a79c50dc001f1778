package dev.plumbline.stores.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaCheckTest {
  @Test
  void aTableAsDeclaredHasNoProblems() {
    assertThat(
            problems(
                table(
                    column("id", "int(11)", false),
                    column("kind", "enum('a','b','c')", true),
                    column("extra", "text", true)),
                declared("id", "int", false),
                declared("kind", "enum('a')", true)))
        .isEmpty();
  }

  @Test
  void everyDifferenceIsNamed() {
    assertThat(
            problems(
                table(
                    column("id", "bigint(20) unsigned", false),
                    column("Name", "varchar(20)", true),
                    column("price", "decimal(10,2)", true),
                    column("at", "timestamp(6)", true),
                    column("tag", "uuid", true)),
                declared("id", "bigint", false),
                declared("name", "varchar(20)", true),
                declared("price", "decimal(10,3)", true),
                declared("at", "timestamp(6)", false),
                declared("tag", "char(36)", true),
                declared("gone", "int", true)))
        .containsExactly(
            "table shop.t has column id as bigint(20) unsigned, declared bigint",
            "table shop.t has no column name (it is spelled Name there)",
            "table shop.t has column price as decimal(10,2), declared decimal(10,3)",
            "table shop.t has column at as nullable, declared not null",
            "table shop.t has column tag as uuid, declared char(36)",
            "table shop.t has no column gone");
  }

  @Test
  void aMissingTableIsOneProblem() {
    assertThat(problems(null, declared("id", "int", false)))
        .containsExactly("table shop.t does not exist or the account may not see it");
  }

  private static List<String> problems(MySqlTable actual, ColumnSpec... columns) {
    return SchemaCheck.problems(
        new TableSpec(
            "t",
            new TableName("shop", "t"),
            List.of(),
            Arrays.asList(columns),
            "t",
            new ExtractionSpec(ExtractionSpec.Mode.FULL, 1_000),
            new PublishSpec(true, Optional.empty(), List.of()),
            Optional.empty()),
        actual);
  }

  private static MySqlTable table(MySqlTable.Column... columns) {
    return new MySqlTable(new TableName("shop", "t"), Arrays.asList(columns), 0, Set.of());
  }

  private static MySqlTable.Column column(String name, String type, boolean nullable) {
    Optional<ColumnType> known =
        type.equals("uuid") ? Optional.empty() : Optional.of(ColumnType.parse(type));
    return new MySqlTable.Column(name, type, known, nullable);
  }

  private static ColumnSpec declared(String name, String type, boolean nullable) {
    return new ColumnSpec(name, ColumnType.parse(type), nullable, ZeroDates.FAIL);
  }
}
