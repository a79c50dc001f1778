package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.Difference;
import dev.plumbline.core.reconcile.judge.TableComparison;
import dev.plumbline.stores.digest.JdbcSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The digest of each type at its extremes is the same in MySQL, through the gateway and in
 * PostgreSQL, and a change of any one cell is found in its column and nowhere else.
 */
@ExtendWith(SandboxExtension.class)
class DigestTypesIT {
  private static final String SCHEMA = "digest_types";
  private static final List<TypesIT.Case> CASES =
      Stream.concat(
              TypesIT.REPLICATED.stream(),
              Stream.of(
                  new TypesIT.Case(
                      "c_json",
                      "json",
                      "'{\"b\": 1.0, \"a\": [1, 2, null]}'",
                      "'{\"n\": 12345678901234567890}'"),
                  new TypesIT.Case("c_zerofill", "int(6) unsigned zerofill", "42"),
                  new TypesIT.Case("c_latin", "varchar(10) character set latin1", "'é'"),
                  new TypesIT.Case("c_long", "varchar(5000)", "repeat('é', 2000)", "''")))
          .toList();

  private static ComparedPairs pair;

  @BeforeAll
  static void replicated(Sandbox sandbox) throws SQLException {
    TypesIT.create(sandbox, SCHEMA, CASES);
    Map<String, String> types = new LinkedHashMap<>();
    types.put("id", "int");
    CASES.forEach(one -> types.put(one.column(), one.type()));
    pair = new ComparedPairs(sandbox, SCHEMA, "all_types", types, List.of("id"));
    await("the replica of " + SCHEMA)
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              try (var store = pair.replica(pair.form).open()) {
                return store.bounds().rows() == TypesIT.rows(CASES);
              }
            });
  }

  @Test
  void everyTypeHasOneDigestInAllStores(Sandbox sandbox) throws SQLException {
    for (DigestStrength strength : DigestStrength.ofStores()) {
      TableForm form = pair.form.withStrength(strength);
      ComparedPairs.Compared live = pair.live(form);
      assertThat(live.differences()).as("%s", strength).isEmpty();
      assertThat(live.result().judgement().verdict()).isEqualTo(Verdict.MATCH);
      assertThat(live.result().differingBuckets()).isZero();
      assertThat(live.result().leftRows()).isEqualTo(TypesIT.rows(CASES));
      requireMatch(form, pair.source(form), pair.postgres(form));
    }
    assertThat(pair.form.columnsProven())
        .isEqualTo((CASES.size() + 1) + " of " + (CASES.size() + 1) + ", 3 by spark");
  }

  @Test
  void aTableWithoutAKeyHasOneDigestInAllStores() {
    TableForm form = TableForm.of(pair.form.columns(), List.of());
    requireMatch(form, pair.source(form), pair.replica(form));
    requireMatch(form, pair.source(form), pair.postgres(form));
  }

  @Test
  void aChangeOfAnyCellIsFoundInItsColumn(Sandbox sandbox) throws SQLException {
    for (TypesIT.Case one : CASES) {
      try (Connection postgres = sandbox.postgres();
          Statement statement = postgres.createStatement()) {
        String table = "\"zeroetl$" + SCHEMA + "\".all_types";
        String column = "\"" + one.column() + "\"";
        statement.execute("create table kept as select * from " + table);
        // The last row holds NULL in most columns and a value in some: this changes it either way.
        statement.execute(
            "update "
                + table
                + " set "
                + column
                + " = case when "
                + column
                + " is null then (select "
                + column
                + " from kept where id = 0) end where id = "
                + (TypesIT.rows(CASES) - 1));
        ComparedPairs.Compared live = pair.live(pair.form);
        statement.execute("delete from " + table);
        statement.execute("insert into " + table + " select * from kept");
        statement.execute("drop table kept");

        assertThat(live.shown()).as(one.column()).containsExactly("CHANGED 3");
        assertThat(live.differences().get(0).cells())
            .extracting(cell -> cell.column())
            .containsExactly(one.column());
      }
    }
  }

  /** Names the cells that differ, so that a failure tells which form is wrong. */
  private static void requireMatch(TableForm form, JdbcSide left, JdbcSide right) {
    List<Difference> differences = new ArrayList<>();
    ComparisonResult result =
        new TableComparison(
                form,
                left,
                right,
                TableComparison.Settings.of(Clock.systemUTC()).withSink(differences::add))
            .compare();
    assertThat(differences).isEmpty();
    assertThat(result.judgement().verdict()).isEqualTo(Verdict.MATCH);
  }
}
