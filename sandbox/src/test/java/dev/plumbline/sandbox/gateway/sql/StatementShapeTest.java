package dev.plumbline.sandbox.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementShapeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "select 1 | SELECT []",
        "select count(*), max(x) from a.b where id in (1, 2) | SELECT [IN, WHERE, count(), max()]",
        "select cast(a as varchar(20)), b::bigint from t | SELECT [::bigint, ::character varying]",
        "select * from pg_catalog.svv_integration | SELECT [@svv_integration]",
        "create temp table t (a int) distkey (a) sortkey (a) | CREATE TABLE [DISTKEY, SORTKEY, TEMP]",
        "create or replace view v as select 1 with no schema binding | CREATE VIEW [LATE, OR, REPLACE, SELECT, VIEW, WITH]",
        "alter table a.t rename to u | ALTER TABLE [RENAME]",
        "copy t from 's3://b/k' iam_role 'x' format as parquet manifest | COPY [MANIFEST, PARQUET]",
        "begin | BEGIN []"
      })
  void saysWhatAStatementAsksFor(String sql, String shape) {
    assertThat(StatementShape.of(sql)).hasToString(shape);
  }

  @Test
  void namesAndValuesDoNotMatter() {
    assertThat(StatementShape.of("select a from s.t where b = 'x'"))
        .isEqualTo(StatementShape.of("SELECT c FROM u.v WHERE d = 42"));
  }
}
