package dev.plumbline.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.table.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableFilterTest {
  private static final TableName ORDERS = new TableName("shop", "orders_2026");

  @Test
  void patternsMatchWithAndWithoutTheSchema() {
    assertThat(new TableFilter(List.of(), List.of()).includes(ORDERS)).isTrue();
    assertThat(new TableFilter(List.of(), List.of("orders*")).includes(ORDERS)).isTrue();
    assertThat(new TableFilter(List.of(), List.of("x", "shop.*")).includes(ORDERS)).isTrue();
    assertThat(new TableFilter(List.of(), List.of("orders")).includes(ORDERS)).isFalse();
    assertThat(new TableFilter(List.of(), List.of("order.*")).includes(ORDERS)).isFalse();
  }

  @Test
  void aSchemaMayHaveAnotherNameInTheTarget() {
    TableFilter filter = new TableFilter(List.of("shop:public", "blog"), List.of());
    assertThat(filter.sourceSchemas()).containsExactly("shop", "blog");
    assertThat(filter.targetSchemas()).containsExactly("public", "blog");
    assertThat(filter.inTarget(ORDERS)).isEqualTo(new TableName("public", "orders_2026"));
    assertThat(new TableFilter(List.of(), List.of()).inTarget(ORDERS)).isEqualTo(ORDERS);
  }
}
