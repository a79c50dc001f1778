package dev.plumbline.core.reconcile.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.schema.StoreColumn;
import dev.plumbline.core.schema.StoreKind;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablePairingTest {
  /** A pair of types, the form that they are compared in, and how the values lie on each side. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "MYSQL;int(11);REDSHIFT;integer;INTEGER;INTEGER;INTEGER",
        "MYSQL;int(11);REDSHIFT;numeric(20,0);INTEGER;INTEGER;DECIMAL",
        "MYSQL;tinyint(1);POSTGRES;boolean;INTEGER;INTEGER;BOOLEAN",
        "MYSQL;bigint(20) unsigned;REDSHIFT;numeric(20,0);INTEGER;INTEGER;DECIMAL",
        "MYSQL;decimal(10,2);REDSHIFT;numeric(10,2);DECIMAL;DECIMAL;DECIMAL",
        "MYSQL;decimal(65,30);REDSHIFT;character varying(128);DECIMAL;DECIMAL;DECIMAL_TEXT",
        "MYSQL;year(4);REDSHIFT;character varying(4);INTEGER;YEAR;YEAR_TEXT",
        "MYSQL;time(6);REDSHIFT;character varying(18);DURATION_MICROS;TIME;TIME_TEXT",
        "MYSQL;time(6);POSTGRES;bigint;DURATION_MICROS;TIME;MICROS",
        "MYSQL;bit(8);REDSHIFT;varbyte(8);BITS;BIT;BYTES",
        "MYSQL;varbinary(20);POSTGRES;bytea;BYTES;BYTES;BYTES",
        "MYSQL;char(5);REDSHIFT;character varying(5);PADDED_TEXT;TEXT;TEXT",
        "MYSQL;char(36);POSTGRES;uuid;PADDED_TEXT;TEXT;UUID",
        "MYSQL;datetime(6);REDSHIFT;timestamp without time zone;LOCAL_MICROS;TIMESTAMP;TIMESTAMP",
        "MYSQL;timestamp;POSTGRES;timestamp(3) with time zone;"
            + "INSTANT_MICROS;TIMESTAMP;TIMESTAMP_TZ",
        "MYSQL;json;REDSHIFT;super;JSON;JSON;JSON",
        "MYSQL;json;REDSHIFT;character varying(65535);JSON;JSON;JSON_TEXT",
        "MYSQL;float;REDSHIFT;real;FLOAT32;FLOAT;FLOAT",
        "POSTGRES;integer;REDSHIFT;numeric(12,2);DECIMAL;INTEGER;DECIMAL",
        "POSTGRES;real;REDSHIFT;double precision;FLOAT64;FLOAT;DOUBLE",
        "POSTGRES;character(3);POSTGRES;text;PADDED_TEXT;TEXT;TEXT",
        "REDSHIFT;timestamp without time zone;POSTGRES;timestamptz;"
            + "INSTANT_MICROS;TIMESTAMP;TIMESTAMP_TZ",
        "POSTGRES;uuid;REDSHIFT;character varying(36);TEXT;UUID;TEXT",
        "MYSQL;bigint;MYSQL;decimal(20,0);DECIMAL;INTEGER;DECIMAL"
      })
  void typesOfBothSidesSayWhatAValueMeans(
      StoreKind leftKind,
      String leftType,
      StoreKind rightKind,
      String rightType,
      CanonicalForm form,
      Storage left,
      Storage right) {
    TablePairing pairing =
        pair(
            table(leftKind, List.of(), "v", leftType), table(rightKind, List.of(), "v", rightType));

    assertThat(pairing.form().columns()).extracting(DigestColumn::form).containsExactly(form);
    assertThat(pairing.left()).extracting(StoredColumn::storage).containsExactly(left);
    assertThat(pairing.right()).extracting(StoredColumn::storage).containsExactly(right);
    assertThat(pairing.notCompared()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "int(11);REDSHIFT;date;int(11) does not go with date",
        "date;POSTGRES;text;date does not go with text",
        "double;REDSHIFT;numeric(10,2);double does not go with numeric(10,2)",
        "varchar(10);POSTGRES;interval;type interval has no form to compare by",
        "inet6;REDSHIFT;character varying(39);type inet6 has no form to compare by",
        "varchar(10);POSTGRES;integer[];type integer[] has no form to compare by",
        "time(3);ICEBERG;varchar;time(3) does not go with varchar",
        "varchar(10);ICEBERG;list<string>;type list<string> has no form to compare by"
      })
  void aTypeThatCannotBeComparedLeavesOutItsColumnOnly(
      String leftType, StoreKind rightKind, String rightType, String reason) {
    TablePairing pairing =
        pair(
            table(StoreKind.MYSQL, List.of("id"), "id", "int", "v", leftType),
            table(rightKind, List.of(), "id", "integer", "v", rightType));

    assertThat(pairing.notCompared()).containsExactly("v (" + reason + ")");
    assertThat(pairing.form().columnsProven()).isEqualTo("1 of 2");
    assertThat(pairing.form().key()).containsExactly("id");
  }

  @Test
  void columnsOfOneSideAreNamedAndBookkeepingIsKnown() {
    TablePairing pairing =
        pair(
            table(StoreKind.MYSQL, List.of("ID"), "ID", "int", "gone", "int", "pic", "blob"),
            table(
                StoreKind.REDSHIFT,
                List.of(),
                "id",
                "integer",
                "more",
                "integer",
                "txn_seq",
                "bigint",
                "_record_is_active",
                "boolean"));

    assertThat(pairing.notCompared())
        .containsExactly(
            "gone (on the left only)",
            "pic (zero-ETL does not support blob)",
            "more (on the right only)");
    assertThat(pairing.right()).extracting(StoredColumn::physical).containsExactly("id");
    assertThat(pairing.rightFilter()).isEqualTo("_record_is_active");
    assertThat(pairing.leftFilter()).isEmpty();
  }

  @Test
  void aKeyThatNoStoreCanDigestMakesTheTableOneWithoutAKey() {
    StoreTable right =
        table(StoreKind.REDSHIFT, List.of(), "d", "double precision", "n", "integer");
    assertThat(
            pair(table(StoreKind.MYSQL, List.of("d"), "d", "double", "n", "int"), right)
                .form()
                .keyless())
        .isTrue();
    assertThat(
            pair(
                    table(StoreKind.REDSHIFT, List.of(), "N", "integer"),
                    table(StoreKind.POSTGRES, List.of("n"), "n", "integer"))
                .form()
                .key())
        .containsExactly("N");
  }

  private static TablePairing pair(StoreTable left, StoreTable right) {
    return TablePairing.of(left, right, DigestStrength.STANDARD);
  }

  private static StoreTable table(StoreKind kind, List<String> key, String... namesAndTypes) {
    List<StoreColumn> columns = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      columns.add(new StoreColumn(namesAndTypes[i], namesAndTypes[i + 1], "utf8mb4", false));
    }
    return new StoreTable(kind, new TableName("s", "t"), columns, key, 1, 1);
  }
}
