package dev.plumbline.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.TooLong;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.CursorSpec.Deletes;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import dev.plumbline.spark.TestMariaDb;
import dev.plumbline.stores.mysql.CursorReader;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CursorReaderTest {
  private static final Optional<BigInteger> OPEN = Optional.empty();

  @Test
  void theBoundIsTheGreatestValueThatIsNotInTheFuture() throws SQLException {
    TestMariaDb.run(
        "CREATE DATABASE cursors",
        "SET time_zone = '+00:00'",
        "CREATE TABLE cursors.t (id INT PRIMARY KEY, at DATETIME(6), seen TIMESTAMP NULL,"
            + " version BIGINT UNSIGNED, KEY (at))",
        "INSERT INTO cursors.t VALUES (1, '2026-01-01 10:00:00.000001', '2026-01-01 10:00:00',"
            + " 7), (2, '2999-01-01', '2037-12-31', 18446744073709551615), (3, NULL, NULL, NULL)");

    assertThat(bound("at", true)).contains(micros("2026-01-01T10:00:00.000001"));
    assertThat(bound("seen", true)).contains(micros("2026-01-01T10:00:00"));
    assertThat(bound("version", false)).contains(new BigInteger("18446744073709551615"));

    TestMariaDb.run("DELETE FROM cursors.t WHERE id < 3");
    assertThat(bound("at", true)).isEmpty();
  }

  @Test
  void aWindowHoldsItsLowerEndAndTheRowsWithoutAValue() throws SQLException {
    TestMariaDb.run(
        "CREATE DATABASE windows",
        "CREATE TABLE windows.t (id INT PRIMARY KEY, version INT, KEY (version))",
        "INSERT INTO windows.t VALUES (1, 1), (2, 2), (3, 3), (4, NULL)");
    CursorReader reader = reader("windows", "version", false);

    try (Connection connection = TestMariaDb.reading().open()) {
      assertThat(reader.count(connection, reader.condition(value(2), OPEN, true))).isEqualTo(3);
      assertThat(reader.count(connection, reader.condition(value(2), value(3), false)))
          .isEqualTo(1);
      assertThat(reader.count(connection, reader.condition(OPEN, OPEN, true))).isEqualTo(4);
      assertThat(reader.count(connection, reader.condition(OPEN, OPEN, false))).isEqualTo(3);
    }
  }

  @Test
  void rowsOfOneValueAreNotCutApartAndNoneIsLeftOut() throws SQLException {
    TestMariaDb.run(
        "CREATE DATABASE cuts",
        "CREATE TABLE cuts.t (id INT PRIMARY KEY AUTO_INCREMENT, version INT, KEY (version))",
        "INSERT INTO cuts.t (version) SELECT IF(seq <= 50, 10, seq) FROM cuts.seq_1_to_100",
        "INSERT INTO cuts.t (version) VALUES (NULL)");
    CursorReader reader = reader("cuts", "version", false);

    try (Connection connection = TestMariaDb.reading().open()) {
      List<BigInteger> cuts = reader.cuts(connection, OPEN, OPEN, 20);
      assertThat(cuts).doesNotHaveDuplicates().isSorted().hasSizeBetween(3, 5);
      long rows = reader.count(connection, reader.condition(OPEN, value(cuts.get(0)), true));
      for (int i = 0; i < cuts.size(); i++) {
        Optional<BigInteger> until =
            i + 1 < cuts.size() ? Optional.of(cuts.get(i + 1)) : Optional.empty();
        rows += reader.count(connection, reader.condition(Optional.of(cuts.get(i)), until, false));
      }
      assertThat(rows).isEqualTo(101);
      assertThat(reader.cuts(connection, value(60), value(80), 15))
          .containsExactly(BigInteger.valueOf(75));
    }
  }

  private static Optional<BigInteger> value(long value) {
    return Optional.of(BigInteger.valueOf(value));
  }

  private static Optional<BigInteger> value(BigInteger value) {
    return Optional.of(value);
  }

  private static BigInteger micros(String time) {
    return new CursorSpec("", true, BigInteger.ZERO, Deletes.NONE).parse(time);
  }

  private static Optional<BigInteger> bound(String column, boolean time) throws SQLException {
    try (Connection connection = TestMariaDb.reading().open()) {
      return reader("cursors", column, time).bound(connection);
    }
  }

  private static CursorReader reader(String database, String column, boolean time) {
    return new CursorReader(
        new TableSpec(
            "t",
            new TableName(database, "t"),
            List.of("id"),
            List.of(
                column("id", "int"),
                column("at", "datetime(6)"),
                column("seen", "timestamp"),
                column("version", "bigint unsigned")),
            "t",
            new ExtractionSpec(
                Mode.INCREMENTAL,
                1_000_000,
                true,
                Optional.of(new CursorSpec(column, time, BigInteger.ZERO, Deletes.DIGEST))),
            new PublishSpec(true, Optional.empty(), List.of()),
            Optional.empty()));
  }

  private static ColumnSpec column(String name, String type) {
    return new ColumnSpec(name, ColumnType.parse(type), true, ZeroDates.FAIL, TooLong.FAIL);
  }
}
