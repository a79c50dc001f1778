package dev.plumbline.stores.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.stores.mysql.RowSplitter.Refused;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowSplitterTest {
  private static final String ORPHAN =
      "Cannot add or update a child row: a foreign key constraint fails (`blog`.`posts`, CONSTRAINT"
          + " `posts_ibfk_1` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`))";

  private final List<Integer> written = new ArrayList<>();

  @Test
  void everyRefusedRowIsFoundAndEveryOtherIsWrittenOnce() throws SQLException {
    List<Integer> rows = IntStream.range(0, 100).boxed().toList();
    Set<Integer> bad = Set.of(0, 17, 18, 99);
    List<Refused<Integer>> refused =
        RowSplitter.apply(rows, part -> write(part, bad, new SQLException(ORPHAN, "23000", 1452)));
    assertThat(refused).extracting(Refused::row).containsExactly(0, 17, 18, 99);
    assertThat(refused)
        .extracting(Refused::reason)
        .containsOnly("orphan: user_id names no row of users");
    assertThat(written).hasSize(96).doesNotContainAnyElementsOf(bad).doesNotHaveDuplicates();
  }

  @Test
  void aRowThatIsStillReferencedNamesTheColumn() throws SQLException {
    SQLException referenced =
        new SQLException(ORPHAN.replace("add or update a child", "delete a parent"), "23000", 1451);
    assertThat(RowSplitter.apply(List.of(1), part -> write(part, Set.of(1), referenced)))
        .containsExactly(new Refused<>(1, "still referenced by column user_id of another table"));
  }

  @Test
  void aFailureThatIsNotARowsIsThrown() {
    SQLException lost = new SQLException("Communications link failure", "08S01", 0);
    assertThatThrownBy(
            () -> RowSplitter.apply(List.of(1, 2, 3), part -> write(part, Set.of(2), lost)))
        .isSameAs(lost);
  }

  private void write(List<Integer> rows, Set<Integer> bad, SQLException failure)
      throws SQLException {
    if (rows.stream().anyMatch(bad::contains)) {
      throw failure;
    }
    written.addAll(rows);
  }
}
