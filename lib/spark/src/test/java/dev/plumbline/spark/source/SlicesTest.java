package dev.plumbline.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Slice;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.TableComparison;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.spark.TestMariaDb;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.MySqlDigestDialect;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shares of a table's rows, told by a real server. */
class SlicesTest {
  private static final int SLICES = 4;
  private static final List<ColumnSpec> COLUMNS =
      List.of(
          new ColumnSpec("id", ColumnType.parse("int"), false, ZeroDates.FAIL),
          new ColumnSpec("v", ColumnType.parse("int"), true, ZeroDates.FAIL));

  @Test
  void togetherTheyHoldEachRowOnceAndFindEachDifferenceOnce() {
    TestMariaDb.run(
        "CREATE DATABASE sliced",
        "CREATE TABLE sliced.a (id int PRIMARY KEY, v int)",
        "CREATE TABLE sliced.b (id int PRIMARY KEY, v int)",
        "INSERT INTO sliced.a VALUES "
            + IntStream.rangeClosed(1, 200)
                .mapToObj(id -> "(" + id + ", 1)")
                .collect(Collectors.joining(", ")),
        "INSERT INTO sliced.b SELECT * FROM sliced.a WHERE id <> 18",
        "UPDATE sliced.b SET v = 2 WHERE id = 17",
        "INSERT INTO sliced.b VALUES (1000, 1)");
    for (List<String> key : List.of(List.of("id"), List.<String>of())) {
      TableForm form =
          TableForm.of(
              COLUMNS.stream().map(one -> DigestColumn.of(one.name(), one.type())).toList(), key);
      List<String> found = new ArrayList<>();
      long rows = 0;
      for (int number = 0; number < SLICES; number++) {
        ComparisonResult result = compare(form, new Slice(number, SLICES), found);
        assertThat(result.leftRows()).isBetween(20L, 100L);
        rows += result.leftRows();
      }
      assertThat(rows).isEqualTo(200);
      assertThat(found.stream().sorted())
          .containsExactly(
              key.isEmpty()
                  ? new String[] {"EXTRA", "EXTRA", "MISSING", "MISSING"}
                  : new String[] {"CHANGED", "EXTRA", "MISSING"});
    }
  }

  private static ComparisonResult compare(TableForm form, Slice slice, List<String> found) {
    return new TableComparison(
            form,
            side(form, "a").of(slice),
            side(form, "b").of(slice),
            TableComparison.Settings.of(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .withSink(difference -> found.add(difference.kind().name())))
        .compare();
  }

  private static JdbcSide side(TableForm form, String table) {
    MySqlSessions sessions = TestMariaDb.reading();
    return new JdbcSide(
        MySqlDigestDialect.INSTANCE,
        form,
        new ComparedTable(
            table,
            List.of("sliced", table),
            COLUMNS.stream().map(one -> StoredColumn.mySql(one, "utf8mb4")).toList(),
            ""),
        sessions::open);
  }
}
