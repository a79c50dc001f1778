package dev.plumbline.sandbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.sandbox.gateway.sql.SqlError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgTypesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SMALLINT | smallint",
        "INTEGER | integer",
        "BIGINT | bigint",
        "DECIMAL(20,0) | numeric(20,0)",
        "DECIMAL(38,37) | numeric(38,37)",
        "REAL | real",
        "DOUBLE PRECISION | double precision",
        "BOOLEAN | boolean",
        "VARCHAR(65535) | character varying(65535)",
        "VARCHAR | character varying(256)",
        "CHAR(4) | character(4)",
        "DATE | date",
        "TIMESTAMP | timestamp without time zone",
        "TIMESTAMPTZ | timestamp with time zone",
        "VARBYTE(8) | bytea",
        "SUPER | super"
      })
  void mapsEveryTypeOfTheReplica(String redshift, String postgres) {
    assertThat(PgTypes.pgColumn(redshift)).isEqualTo(postgres);
  }

  @Test
  void aVarbyteColumnRemembersItsLength() {
    assertThat(PgTypes.pgColumn("a\"b", "varbyte(8)"))
        .startsWith("\"a\"\"b\" bytea constraint rs_varbyte_8_")
        .endsWith(" check (octet_length(\"a\"\"b\") <= 8)");
    assertThat(PgTypes.pgColumn("Name", "varchar(8)")).isEqualTo("\"Name\" character varying(8)");
  }

  @Test
  void refusesWhatRedshiftHasNot() {
    assertThatThrownBy(() -> PgTypes.pgColumn("decimal(65,30)"))
        .isInstanceOf(SqlError.class)
        .hasMessage("DECIMAL precision 65 must be between 1 and 38");
    assertThatThrownBy(() -> PgTypes.pgColumn("jsonb")).hasMessage("type \"jsonb\" does not exist");
  }
}
