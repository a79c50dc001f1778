package dev.plumbline.sandbox.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.table.Row;
import dev.plumbline.sandbox.replicator.table.RowChange;
import dev.plumbline.sandbox.replicator.table.RowChange.Kind;
import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightFaultsTest {
  private static final TableName USERS = new TableName("shop", "users");
  private static final SourceTable TABLE =
      new SourceTable(
          USERS,
          List.of(column("id", "int", 1), column("name", "varchar(40)", 0), column("n", "int", 0)));

  private final ReservedKeys reserved = new ReservedKeys();
  private final FaultList list = new FaultList(Clock.systemUTC());
  private final FlightFaults faults = new FlightFaults();

  private static SourceColumn column(String name, String type, int key) {
    return new SourceColumn(
        name, type.replaceAll("\\(.*", ""), type, 40, 0, 0, "utf8mb4", key == 0, key);
  }

  private void fly(FaultKind kind, int rows, String column, List<List<String>> keys) {
    FaultOrder order = FaultOrder.rows(kind, USERS, rows, 1).in(column).on(keys).flying();
    faults.add(new Flight(order, list, reserved));
  }

  private static Row row(int id, String name, int n) {
    return Row.of(Integer.toString(id), name, Integer.toString(n));
  }

  private static RowChange insert(Row row) {
    return new RowChange(USERS, Kind.INSERT, null, row, 9);
  }

  private static RowChange update(Row from, Row to) {
    return new RowChange(USERS, Kind.UPDATE, from, to, 9);
  }

  private static RowChange delete(Row row) {
    return new RowChange(USERS, Kind.DELETE, row, null, 9);
  }

  private List<RowChange> apply(RowChange change) {
    return faults.apply(TABLE, change);
  }

  private List<String> shown() {
    return list.all().stream()
        .map(
            one ->
                "%s %s %s: %s -> %s"
                    .formatted(one.kind(), one.key(), one.column(), one.before(), one.after()))
        .toList();
  }

  @Test
  void strikesAsManyChangesAsWantedAndNoOthers() {
    fly(FaultKind.CORRUPT, 2, "n", List.of());
    RowChange elsewhere =
        new RowChange(new TableName("shop", "other"), Kind.INSERT, null, row(1, "a", 1), 9);
    assertThat(faults.apply(new SourceTable(elsewhere.table(), TABLE.columns()), elsewhere))
        .containsExactly(elsewhere);
    assertThat(apply(delete(row(7, "a", 1)))).containsExactly(delete(row(7, "a", 1)));
    assertThat(apply(insert(row(1, "a", 1)))).containsExactly(insert(row(1, "a", 0)));
    assertThat(apply(update(row(2, "a", 5), row(2, "b", 5))))
        .containsExactly(update(row(2, "a", 5), row(2, "b", 4)));
    assertThat(apply(insert(row(3, "a", 1)))).containsExactly(insert(row(3, "a", 1)));

    assertThat(shown()).containsExactly("corrupt [1] n: 1 -> 0", "corrupt [2] n: 5 -> 4");
    assertThat(reserved.isReserved(USERS, List.of("1"))).isTrue();
    assertThat(reserved.isReserved(USERS, List.of("3"))).isFalse();
    assertThat(list.all()).allMatch(PlantedFault::inFlight);
  }

  @Test
  void whatWasStruckStaysWrongUntilItIsGone() {
    fly(FaultKind.CORRUPT, 1, "n", List.of());
    apply(insert(row(1, "a", 1)));
    assertThat(apply(update(row(1, "a", 1), row(1, "a", 8))))
        .containsExactly(update(row(1, "a", 1), row(1, "a", 7)));
    assertThat(shown()).containsExactly("corrupt [1] n: 8 -> 7");

    RowChange moved = update(row(1, "a", 8), row(2, "a", 8));
    assertThat(apply(moved)).containsExactly(moved);
    assertThat(shown()).isEmpty();
  }

  @Test
  void losesChangesOfAnyKind() {
    fly(FaultKind.DROP, 3, null, List.of());
    assertThat(apply(insert(row(1, "a", 1)))).isEmpty();
    assertThat(apply(update(row(2, "a", 1), row(2, "b", 1)))).isEmpty();
    assertThat(apply(delete(row(3, "a", 1)))).isEmpty();
    assertThat(shown())
        .containsExactly(
            "drop [1] : [1, a, 1] -> null",
            "drop [2] : [2, b, 1] -> [2, a, 1]",
            "drop [3] : null -> [3, a, 1]");

    assertThat(apply(update(row(1, "a", 1), row(1, "z", 1)))).isEmpty();
    assertThat(apply(update(row(2, "b", 1), row(2, "a", 1)))).as("as it was").isEmpty();
    assertThat(shown())
        .containsExactly("drop [1] : [1, z, 1] -> null", "drop [3] : null -> [3, a, 1]");
    RowChange gone = delete(row(1, "z", 1));
    assertThat(apply(gone)).containsExactly(gone);
    assertThat(shown()).containsExactly("drop [3] : null -> [3, a, 1]");
  }

  @Test
  void writesRowsTwice() {
    fly(FaultKind.DUPLICATE, 1, null, List.of());
    RowChange change = update(row(1, "a", 1), row(1, "b", 1));
    assertThat(apply(change)).containsExactly(change, insert(row(1, "b", 1)));
    assertThat(shown()).containsExactly("duplicate [1] : [1, b, 1] -> [1, b, 1], twice");
  }

  @Test
  void strikesTheNamedKeysAlone() {
    fly(FaultKind.TRUNCATE, 1, "name", List.of(List.of("2")));
    assertThat(apply(insert(row(1, "abcd", 1)))).containsExactly(insert(row(1, "abcd", 1)));
    assertThat(apply(insert(row(2, "abcd", 1)))).containsExactly(insert(row(2, "ab", 1)));
    assertThat(shown()).containsExactly("truncate [2] name: abcd -> ab");
  }

  @Test
  void leavesRowsOfOtherFaultsAlone() {
    reserved.reserveAtOnce(USERS, List.of(List.of("1")));
    fly(FaultKind.DROP, 1, null, List.of());
    assertThat(apply(insert(row(1, "a", 1)))).containsExactly(insert(row(1, "a", 1)));
    assertThat(shown()).isEmpty();
  }

  @Test
  void shiftsOneColumnAndSkipsWhatCannotBeShifted() {
    fly(FaultKind.SHIFT, 2, null, List.of());
    assertThat(apply(insert(row(1, "a", 1)))).containsExactly(insert(row(1, "a", 2)));
    assertThat(apply(insert(row(2, "a", Integer.MAX_VALUE))))
        .containsExactly(insert(row(2, "a", Integer.MAX_VALUE)));
    assertThat(apply(insert(row(3, "a", 3)))).containsExactly(insert(row(3, "a", 4)));
    assertThat(shown()).containsExactly("shift [1] n: 1 -> 2", "shift [3] n: 3 -> 4");
  }

  @Test
  void swapsTheValuesOfTwoRowsAsTheyComeBy() {
    fly(FaultKind.SWAP, 1, "n", List.of());
    RowChange first = insert(row(1, "a", 1));
    assertThat(apply(first)).containsExactly(first);
    RowChange same = insert(row(2, "b", 1));
    assertThat(apply(same)).as("nothing to swap").containsExactly(same);
    RowChange newer = update(row(1, "a", 1), row(1, "a", 4));
    assertThat(apply(newer)).as("the row that waits has changed").containsExactly(newer);
    assertThat(apply(insert(row(3, "c", 9))))
        .containsExactly(update(row(1, "a", 4), row(1, "a", 9)), insert(row(3, "c", 4)));
    assertThat(shown()).containsExactly("swap [1] n: 4 -> 9", "swap [3] n: 9 -> 4");

    assertThat(apply(update(row(3, "c", 9), row(3, "c", 5))))
        .containsExactly(update(row(3, "c", 9), row(3, "c", 4)));
    assertThat(shown()).containsExactly("swap [1] n: 4 -> 9", "swap [3] n: 5 -> 4");
  }

  @Test
  void endsWhenTheColumnsChange() {
    fly(FaultKind.CORRUPT, 5, "n", List.of());
    apply(insert(row(1, "a", 1)));
    SourceTable narrow = new SourceTable(USERS, TABLE.columns().subList(0, 2));
    RowChange change = new RowChange(USERS, Kind.INSERT, null, Row.of("2", "b"), 9);
    assertThat(faults.apply(narrow, change)).containsExactly(change);
    assertThat(faults.left()).isZero();
    assertThat(shown()).containsExactly("corrupt [1] n: 1 -> 0");
  }

  @Test
  void endsWhenToldTo() {
    fly(FaultKind.DROP, 5, null, List.of());
    faults.clear();
    assertThat(apply(insert(row(1, "a", 1)))).hasSize(1);
  }
}
