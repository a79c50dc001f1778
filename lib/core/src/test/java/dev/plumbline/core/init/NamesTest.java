package dev.plumbline.core.init;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          orders, orders
          Orders, orders
          OrderItems, order_items
          CustomerID, customer_id
          HTTPLog, http_log
          order-items, order_items
          "a b.c$d", a_b_c_d
          _hidden_, hidden
          __, t_
          2026_sales, t_2026_sales
          Größe, grosse
          Ærøskøbing, aeroskobing
          naïve, naive
          日本, u65e5u672c
          order, order
          tab\t, tab
          """)
  void anIdIsMadeOutOfAnyName(String name, String id) {
    assertThat(Names.id(name, "t_")).isEqualTo(id.equals("t_") ? "t" : id);
  }

  @Test
  void anIdHasTheFormThatConfigurationDemands() {
    for (String name :
        List.of("", "é", "💥", "-", "9", "_", "a`b", "x".repeat(200), "日".repeat(64))) {
      assertThat(Names.id(name, "t_")).as(name).matches("[a-z][a-z0-9_]*").hasSizeLessThan(49);
    }
  }

  @Test
  void longNamesStayApart() {
    String one = "a_very_long_name_of_a_table_that_goes_on_and_on_until_here_1";
    String other = "a_very_long_name_of_a_table_that_goes_on_and_on_until_here_2";
    assertThat(Names.id(one, "t_")).isNotEqualTo(Names.id(other, "t_"));
  }

  @Test
  void ofNamesThatCollideTheOneThatIsTheIdItselfGetsIt() {
    assertThat(Names.ids(List.of("Orders", "ORDERS", "orders", "orders_2"), "t_", Map.of()))
        .isEqualTo(
            Map.of(
                "orders",
                "orders",
                "orders_2",
                "orders_2",
                "ORDERS",
                "orders_3",
                "Orders",
                "orders_4"));
  }

  @Test
  void anIdThatWasGivenStays() {
    assertThat(Names.ids(List.of("Orders", "orders"), "t_", Map.of("Orders", "orders")))
        .isEqualTo(Map.of("Orders", "orders", "orders", "orders_2"));
  }
}
