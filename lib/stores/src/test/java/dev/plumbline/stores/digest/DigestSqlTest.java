package dev.plumbline.stores.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigestSqlTest {
  @Test
  void manyKeysAreAskedForInParts() {
    List<BoundSql> listed = sql("bigint").exactlyInParts("*", keys(12_000));
    assertThat(listed).hasSize(3);
    List<String> asked = new ArrayList<>();
    for (BoundSql statement : listed) {
      assertThat(statement.values()).isEmpty();
      Pattern.compile("[0-9]+")
          .matcher(statement.sql())
          .results()
          .forEach(number -> asked.add(number.group()));
    }
    assertThat(asked)
        .containsExactlyElementsOf(keys(12_000).stream().map(RowKey::toString).toList());

    List<BoundSql> held = sql("varchar(20)").exactlyInParts("*", keys(2_001));
    assertThat(held).hasSize(3);
    assertThat(held.stream().flatMap(statement -> statement.values().stream()).toList())
        .containsExactlyElementsOf(keys(2_001).stream().map(RowKey::toString).toList());
    assertThat(sql("bigint").exactlyInParts("*", List.of())).isEmpty();
  }

  private static DigestSql sql(String type) {
    ColumnSpec column = new ColumnSpec("k", ColumnType.parse(type), false, ZeroDates.FAIL);
    return new DigestSql(
        MySqlDigestDialect.INSTANCE,
        TableForm.of(List.of(DigestColumn.of("k", column.type())), List.of("k")),
        new ComparedTable(
            "t", List.of("s", "t"), List.of(StoredColumn.mySql(column, "utf8mb4")), ""));
  }

  private static List<RowKey> keys(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new RowKey(List.of(Integer.toString(i))))
        .toList();
  }
}
