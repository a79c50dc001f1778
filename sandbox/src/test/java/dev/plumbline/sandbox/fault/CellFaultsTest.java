package dev.plumbline.sandbox.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sandbox.replicator.table.SourceColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellFaultsTest {

  private static SourceColumn column(String type) {
    return new SourceColumn("v", type.replaceAll("[( ].*", ""), type, 0, 0, 0, "utf8mb4", true, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "int | 7 | 6",
        "int | -2147483648 | -2147483647",
        "int | 0 | 1",
        "bigint unsigned | 18446744073709551615 | 18446744073709551614",
        "decimal(2,2) | 0.00 | 0.01",
        "decimal(2,2) | 0.99 | 0.98",
        "double | 0 | 1",
        "double | -0 | 1",
        "float | 1.5e+10 | -1.5e+10",
        "double | -3 | 3",
        "date | 9999-12-31 | 9999-12-30",
        "date | 0001-01-01 | 0001-01-02",
        "datetime(6) | 2026-07-01 08:00:00.123456 | 2026-06-30 08:00:00.123456",
        "varchar(5) | abc | abx",
        "varchar(5) | abx | aby",
        "varchar(5) | a😀 | ax",
        "varchar(5) | \"\" | x",
        "time | 12:00:09 | 12:00:00",
        "year | 2024 | 2025",
        "enum('a','b') | a | x",
        "varbinary(4) | \\x00ff | \\x00fe",
        "varbinary(4) | \\x | \\x01",
        "bit(1) | \\x0000000000000001 | \\x0000000000000000",
        "json | [1, 2] | {\"fault\": 1}",
        "json | {\"fault\": 1} | {\"fault\": 2}"
      })
  void putsAnotherValueThatFits(String type, String value, String wrong) {
    assertThat(CellFaults.corrupted(column(type), value)).isEqualTo(wrong);
  }

  @ParameterizedTest
  @CsvSource({
    "int,0",
    "double,1",
    "date,2000-01-01",
    "datetime,2000-01-01 00:00:00",
    "char(1),x",
    "varbinary(1),\\x01"
  })
  void putsAValueInThePlaceOfNull(String type, String wrong) {
    assertThat(CellFaults.corrupted(column(type), null)).isEqualTo(wrong);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int | 7 | 8",
        "int | 2147483647 |",
        "bigint | 9223372036854775807 |",
        "decimal(4,2) | -0.01 | 0.00",
        "decimal(2,2) | 0.99 |",
        "date | 2026-12-31 | 2027-01-01",
        "date | 9999-12-31 |",
        "datetime | 2026-07-01 08:00:00 | 2026-07-01 12:00:00",
        "timestamp(3) | 2026-07-01 22:00:00.5 | 2026-07-02 02:00:00.5",
        "varchar(5) | abc |",
        "int | |"
      })
  void shiftsWhatCanBeShifted(String type, String value, String shifted) {
    assertThat(CellFaults.shifted(column(type), value).orElse(null)).isEqualTo(shifted);
  }

  @Test
  void cutsTextWhereThatTakesMoreThanSpacesAway() {
    assertThat(CellFaults.cut(column("varchar(9)"), "abcde")).contains("abc");
    assertThat(CellFaults.cut(column("text"), "😀😀")).contains("😀");
    assertThat(CellFaults.cut(column("varchar(9)"), "a")).isEmpty();
    assertThat(CellFaults.cut(column("varchar(9)"), "a   ")).isEmpty();
    assertThat(CellFaults.cut(column("varchar(9)"), "")).isEmpty();
    assertThat(CellFaults.cut(column("varchar(9)"), null)).isEmpty();
    assertThat(CellFaults.cut(column("time"), "10:00:00")).isEmpty();
  }

  @Test
  void swapsOnlyWhatIsNotTheSame() {
    assertThat(CellFaults.canSwap(column("int"), "1", "2")).isTrue();
    assertThat(CellFaults.canSwap(column("int"), "1", "1")).isFalse();
    assertThat(CellFaults.canSwap(column("int"), null, "1")).isTrue();
    assertThat(CellFaults.canSwap(column("int"), null, null)).isFalse();
    assertThat(CellFaults.canSwap(column("double"), "0", "-0")).isFalse();
    assertThat(CellFaults.canSwap(column("varchar(5)"), "a", "a ")).isFalse();
    assertThat(CellFaults.canSwap(column("json"), "1", "1.0")).isFalse();
  }
}
