package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Slice;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.Difference;
import dev.plumbline.core.reconcile.judge.TableComparison;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares of a table's rows, as both stores tell them. */
@ExtendWith(SandboxExtension.class)
class SlicesIT {
  private static final int SLICES = 4;
  private static final int ROWS = 200;

  @BeforeAll
  static void fill(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Connection redshift = sandbox.redshift(sandbox.endpoints().redshift().admin());
        Statement source = aurora.createStatement();
        Statement copy = redshift.createStatement()) {
      source.execute("CREATE DATABASE slices CHARACTER SET utf8mb4");
      source.execute(
          "CREATE TABLE slices.t (id int, name varchar(20), v int, PRIMARY KEY (id, name))");
      copy.execute("CREATE SCHEMA slices");
      copy.execute("GRANT USAGE ON SCHEMA slices TO PUBLIC");
      copy.execute("CREATE TABLE slices.t (id int, name varchar(80), v int)");
      copy.execute("GRANT SELECT ON slices.t TO PUBLIC");
      List<String> mine = new ArrayList<>();
      List<String> theirs = new ArrayList<>();
      for (int id = 1; id <= ROWS; id++) {
        mine.add("(" + id + ", 'ä" + id + "', 1)");
        // 17 is changed, 18 lost, and 1000 is nobody's.
        if (id != 18) {
          theirs.add("(" + id + ", 'ä" + id + "', " + (id == 17 ? 2 : 1) + ")");
        }
      }
      theirs.add("(1000, 'x', 1)");
      source.execute("SET NAMES utf8mb4");
      source.execute("INSERT INTO slices.t VALUES " + String.join(", ", mine));
      copy.execute("INSERT INTO slices.t VALUES " + String.join(", ", theirs));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "id,name", ""})
  void togetherTheyHoldEachRowOnceAndFindEachDifferenceOnce(String key, Sandbox sandbox) {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("id", "int");
    types.put("name", "varchar(20)");
    types.put("v", "int");
    ComparedPairs pair =
        new ComparedPairs(
            sandbox, "slices", "t", types, key.isEmpty() ? List.of() : List.of(key.split(",")));
    List<Difference> differences = new ArrayList<>();
    long left = 0;
    long right = 0;
    for (int number = 0; number < SLICES; number++) {
      Slice slice = new Slice(number, SLICES);
      ComparisonResult result =
          new TableComparison(
                  pair.form,
                  pair.source(pair.form).of(slice),
                  pair.local(pair.form).of(slice),
                  TableComparison.Settings.of(Clock.systemUTC()).withSink(differences::add))
              .compare();
      assertThat(result.leftRows()).isBetween(ROWS / 10L, ROWS / 2L);
      left += result.leftRows();
      right += result.rightRows();
    }
    assertThat(left).isEqualTo(ROWS);
    assertThat(right).isEqualTo(ROWS);
    assertThat(differences.stream().map(one -> one.kind().name()).sorted())
        .containsExactly(
            key.isEmpty()
                ? new String[] {"EXTRA", "EXTRA", "MISSING", "MISSING"}
                : new String[] {"CHANGED", "EXTRA", "MISSING"});
  }
}
