package dev.plumbline.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.reconcile.form.Storage;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.StoreColumn;
import dev.plumbline.core.schema.StoreKind;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresColumnsTest {
  /** Declared type, PostgreSQL's type, how it is digested; nothing where it is not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "bigint; integer; INTEGER",
        "boolean; boolean; BOOLEAN",
        "decimal(12,2); numeric(12,2); DECIMAL",
        "decimal(38,10); numeric; DECIMAL",
        "bigint unsigned; numeric(20,0); DECIMAL",
        "year; smallint; INTEGER",
        "float; real; FLOAT",
        "double; double precision; DOUBLE",
        "varchar(20); character varying(20); TEXT",
        "char(36); uuid; UUID",
        "longtext; text; TEXT",
        "longblob; bytea; BYTES",
        "date; date; DATE",
        "datetime(6); timestamp without time zone; TIMESTAMP",
        "timestamp(3); timestamp(3) with time zone; TIMESTAMP_TZ",
        "json; jsonb; JSON",
        "json; text[];",
        "time(6); time without time zone;",
        "varchar(20); mood;",
        "varchar(45); inet;",
        "longtext; xml;"
      })
  void typesAreReadAsTheyAreDeclared(String declared, String actual, Storage digested) {
    PostgresColumns columns = columns(declared, actual);

    assertThat(columns.stored().stream().map(StoredColumn::storage).findFirst())
        .isEqualTo(Optional.ofNullable(digested));
    assertThat(columns.form().compared()).hasSize(digested == null ? 0 : 1);
    assertThat(columns.binary()).containsExactly(digested == Storage.BYTES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "int; text",
        "date; timestamp without time zone",
        "datetime; timestamp with time zone",
        "timestamp; timestamp without time zone",
        "float; double precision",
        "double; real",
        "double; numeric",
        "varchar(20); integer",
        "varchar(20); text[]",
        "longtext; json",
        "time; time with time zone",
        "time; interval",
        "int; money",
        "blob; text",
        "bit(8); bit(8)",
        "decimal(10,2); text"
      })
  void whatATypeDoesNotHoldIsRefused(String declared, String actual) {
    assertThatThrownBy(() -> columns(declared, actual))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "Cannot extract t: table sales.T has column c as " + actual + ", declared " + declared);
  }

  @Test
  void aColumnThatIsNotThereIsNamedWithTheNearest() {
    assertThatThrownBy(
            () ->
                PostgresColumns.of(
                    table("int"),
                    new StoreTable(
                        StoreKind.POSTGRES,
                        new TableName("sales", "T"),
                        List.of(StoreColumn.of("C", "integer")),
                        List.of(),
                        0,
                        0)))
        .hasMessageStartingWith("Cannot extract t: table sales.T has no column c");
  }

  @Test
  void allIsReadAsTextButBytes() {
    assertThat(columns("int", "integer").select())
        .isEqualTo("SELECT CAST(\"c\" AS TEXT) FROM \"sales\".\"T\"");
    assertThat(columns("boolean", "boolean").select())
        .startsWith("SELECT CAST(CAST(\"c\" AS INTEGER) AS TEXT) FROM");
    assertThat(columns("json", "integer[]").select())
        .startsWith("SELECT CAST(TO_JSON(\"c\") AS TEXT) FROM");
    assertThat(columns("longblob", "bytea").select()).startsWith("SELECT \"c\" FROM");
  }

  private static PostgresColumns columns(String declared, String actual) {
    return PostgresColumns.of(
        table(declared),
        new StoreTable(
            StoreKind.POSTGRES,
            new TableName("sales", "T"),
            List.of(StoreColumn.of("c", actual)),
            List.of(),
            0,
            0));
  }

  private static TableSpec table(String type) {
    return new TableSpec(
        "t",
        new TableName("crm", "t"),
        List.of(),
        List.of(new ColumnSpec("c", ColumnType.parse(type), true, ZeroDates.FAIL)),
        "t",
        new ExtractionSpec(ExtractionSpec.Mode.FULL, 1_000),
        new PublishSpec(false, Optional.empty(), List.of()),
        Optional.empty());
  }
}
