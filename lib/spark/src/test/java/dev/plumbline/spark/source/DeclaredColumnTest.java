package dev.plumbline.spark.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeclaredColumnTest {
  private static final BigDecimal UNSIGNED_MOST = new BigDecimal("18446744073709551615");

  static Stream<Arguments> fitting() {
    return Stream.of(
        Arguments.of("tinyint", "-128", -128),
        Arguments.of("tinyint", true, 1),
        Arguments.of("boolean", "false", 0),
        Arguments.of("tinyint unsigned", (short) 255, 255),
        Arguments.of("mediumint", "8388607", 8_388_607),
        Arguments.of("int unsigned", "4294967295", 4_294_967_295L),
        Arguments.of("bigint", "-9223372036854775808", Long.MIN_VALUE),
        Arguments.of("bigint", new BigInteger("7"), 7L),
        Arguments.of("bigint", new BigDecimal("7.00"), 7L),
        Arguments.of("bigint unsigned", UNSIGNED_MOST.toBigInteger(), UNSIGNED_MOST),
        Arguments.of("year", 2155, 2155),
        Arguments.of("decimal(5,2)", "1.5", new BigDecimal("1.50")),
        Arguments.of("decimal(5,2)", "12e1", new BigDecimal("120.00")),
        Arguments.of("decimal(5,2)", 7, new BigDecimal("7.00")),
        Arguments.of(
            "decimal(65,30)",
            "1.000000000000000000000000000001",
            "1.000000000000000000000000000001"),
        Arguments.of("float", 0.1d, 0.1f),
        Arguments.of("double", "1e300", 1e300),
        Arguments.of("double", 0.1f, 0.1d),
        Arguments.of("varchar(3)", "ä🎈z", "ä🎈z"),
        Arguments.of("char(3)", "größe".substring(0, 3).getBytes(UTF_8), "grö"),
        Arguments.of("bit(3)", new byte[] {5}, new byte[] {0, 0, 0, 0, 0, 0, 0, 5}),
        Arguments.of("varbinary(2)", new byte[] {1, 2}, new byte[] {1, 2}),
        Arguments.of("date", "2024-02-29", LocalDate.of(2024, 2, 29)),
        Arguments.of("datetime", "2026-03-29 02:30:00", LocalDateTime.of(2026, 3, 29, 2, 30)),
        Arguments.of(
            "datetime(6)",
            Instant.parse("2026-01-01T00:00:00.000001Z"),
            LocalDateTime.parse("2026-01-01T00:00:00.000001")),
        Arguments.of(
            "timestamp", "2026-01-01T01:00:00+01:00", Instant.parse("2026-01-01T00:00:00Z")),
        Arguments.of(
            "timestamp(3)", "2026-01-01 00:00:00.5+00", Instant.parse("2026-01-01T00:00:00.5Z")),
        Arguments.of("time(1)", "-838:59:59.5", -3_020_399_500_000L),
        Arguments.of("json", "{\"a\": [1.10]}", "{\"a\": [1.10]}"),
        Arguments.of("enum('a','b')", "b", "b"));
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void valuesAreTakenAsTheyAre(String type, Object given, Object value) {
    assertThat(column(type).value(given)).isEqualTo(value);
  }

  static Stream<Arguments> unfit() {
    return Stream.of(
        Arguments.of("tinyint", "128", "'128', which is no tinyint: it is out of range"),
        Arguments.of(
            "tinyint unsigned", -1, "'-1', which is no tinyint unsigned: it is out of range"),
        Arguments.of("tinyint", "true", "'true', which is no tinyint"),
        Arguments.of("int", "1.0", "'1.0', which is no int"),
        Arguments.of("int", " 1", "' 1', which is no int"),
        Arguments.of("int", "", "'', which is no int"),
        Arguments.of("int", new BigDecimal("1.5"), "'1.5', which is no int"),
        Arguments.of("bigint", "9223372036854775808", "'9223372036854775808', which is no bigint"),
        Arguments.of(
            "bigint unsigned", "-1", "'-1', which is no bigint unsigned: it is out of range"),
        Arguments.of(
            "decimal(5,2)",
            "1.234",
            "'1.234', which is no decimal(5,2): it has more digits after the point"),
        Arguments.of(
            "decimal(5,2)",
            "1000",
            "'1000', which is no decimal(5,2): it has more digits before the point"),
        Arguments.of("decimal(5,2)", "1,5", "'1,5', which is no decimal(5,2)"),
        Arguments.of("decimal(5,2)", "1e999999999", "'1e999999999', which is no decimal(5,2)"),
        Arguments.of("double", "NaN", "'NaN', which is no double"),
        Arguments.of("double", Double.NaN, "'NaN', which is no double: it is no finite number"),
        Arguments.of("float", "1e39", "'1e39', which is no float: it is no finite number"),
        Arguments.of("varchar(3)", "abcd", "'abcd', which is no varchar(3): it has 4 characters"),
        Arguments.of("varchar(3)", 12, "'12', which is no varchar(3): it is no text"),
        Arguments.of("text", new byte[] {(byte) 0xff}, "1 bytes, which is no text"),
        Arguments.of(
            "varbinary(1)",
            new byte[2],
            "2 bytes, which is no varbinary(1): it is longer than 1 bytes"),
        Arguments.of("date", "2026-02-29", "'2026-02-29', which is no date"),
        Arguments.of(
            "date", "1.2.2026", "'1.2.2026', which is no date: a date is written 2026-01-31"),
        Arguments.of("date", "0000-00-00", "'0000-00-00', which is no date"),
        Arguments.of(
            "datetime", "2026-02-31 00:00:00", "'2026-02-31 00:00:00', which is no datetime"),
        Arguments.of("datetime", "2026-01-01", "'2026-01-01', which is no datetime"),
        Arguments.of(
            "datetime",
            "2026-01-01T00:00:00Z",
            "'2026-01-01T00:00:00Z', which is no datetime: it says an offset from UTC, and so is a timestamp"),
        Arguments.of(
            "datetime",
            "2026-01-01 00:00:00.5",
            "'2026-01-01 00:00:00.5', which is no datetime: it has more digits of a second"),
        Arguments.of(
            "timestamp",
            "2026-01-01 00:00:00",
            "'2026-01-01 00:00:00', which is no timestamp: it says no offset from UTC, as"
                + " 2026-01-31T12:30:00Z does; 'zone' in the table's source can say it for all"),
        Arguments.of(
            "time", "12:60:00", "'12:60:00', which is no time: a time is written 12:30:00"),
        Arguments.of("year", "1900", "'1900', which is no year: it is out of range"));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void whatDoesNotFitIsShownWithTheReason(String type, Object given, String message) {
    assertThatThrownBy(() -> column(type).value(given))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage("column c holds " + message);
  }

  @Test
  void whatIsNoJsonIsNoJson() {
    assertThatThrownBy(() -> column("json").value("{a: 1}"))
        .hasMessageStartingWith("column c holds '{a: 1}', which is no json: Unexpected character");
  }

  @Test
  void aColumnThatIsNotNullHoldsNoNull() {
    DeclaredColumn column =
        new DeclaredColumn("c", ColumnType.parse("int"), false, ZeroDates.FAIL, null);
    assertThatThrownBy(() -> column.value(null))
        .hasMessage("column c holds NULL and is declared int not null");
    assertThat(column("int").value(null)).isNull();
  }

  @Test
  void datesOfNoCalendarAreNullWhereThatIsDeclared() {
    DeclaredColumn column =
        new DeclaredColumn("c", ColumnType.parse("datetime"), true, ZeroDates.NULL, null);
    assertThat(column.value("0000-00-00 00:00:00")).isNull();
    assertThatThrownBy(() -> column.value("never")).isInstanceOf(UnfitValueException.class);
  }

  @Test
  void aDeclaredZoneIsThatOfTimesThatStateNone() {
    DeclaredColumn column =
        new DeclaredColumn(
            "c", ColumnType.parse("timestamp"), true, ZeroDates.FAIL, ZoneOffset.ofHours(2));
    assertThat(column.value("2026-01-01 02:00:00"))
        .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(column.value("2026-01-01 02:00:00Z"))
        .isEqualTo(Instant.parse("2026-01-01T02:00:00Z"));
  }

  private static DeclaredColumn column(String type) {
    return new DeclaredColumn("c", ColumnType.parse(type), true, ZeroDates.FAIL, null);
  }
}
