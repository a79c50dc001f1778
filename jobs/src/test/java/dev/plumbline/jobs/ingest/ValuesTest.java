package dev.plumbline.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.core.table.ColumnType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Type, JSON, and the value that is written. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "bigint | 7 | 7",
        "bigint | \"7\" | 7",
        "bigint | 7.0 | 7",
        "bigint | 9223372036854775807 | 9223372036854775807",
        "bigint unsigned | 18446744073709551615 | 18446744073709551615",
        "tinyint(1) | true | 1",
        "tinyint | -128 | -128",
        "bit(3) | 7 | 7",
        "year | 2155 | 2155",
        "decimal(9,6) | \"-37.3159\" | -37.3159",
        "decimal(9,6) | 81.1496 | 81.1496",
        "decimal(9,6) | 999.9999990 | 999.9999990",
        "decimal(65,30) | \"0.000000000000000000000000000001\" | 1E-30",
        "decimal(5,0) | 1e4 | 1E+4",
        "decimal(3,2) | 0.000 | 0.000",
        "double | 0.1 | 0.1",
        "double | 1e308 | 1.0E308",
        "float | 1.234567 | 1.234567",
        "varchar(3) | \"äöü\" | äöü",
        "varchar(2) | \"😀😀\" | 😀😀",
        "text | \"\" | ``",
        "json | {\"a\":[1,2.50]} | {\"a\":[1,2.50]}",
        "enum('a','b''c') | \"b'c\" | b'c",
        "set('a','b') | \"a,b\" | a,b",
        "date | \"2026-02-28\" | 2026-02-28",
        "datetime(6) | \"2026-07-01T12:00:00.000001\" | 2026-07-01 12:00:00.000001",
        "datetime | \"2026-07-01T12:00:00+02:00\" | 2026-07-01 10:00:00",
        "timestamp(3) | \"2026-07-01T12:00:00.120Z\" | 2026-07-01 12:00:00.120",
        "timestamp(3) | \"2026-07-01T12:00:00.120000Z\" | 2026-07-01 12:00:00.120",
        "time | \"-838:59:59\" | -838:59:59",
        "time(3) | \"12:00:00.123000\" | 12:00:00.123",
      })
  void aValueThatFitsArrivesExactly(String type, String json, String written) throws Exception {
    assertThat(convert(type, json)).hasToString(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "bigint | 1.5 | 1.5 is not a whole number",
        "bigint | 9223372036854775808 | 9223372036854775808 is out of range for bigint",
        "bigint | \"seven\" | \"seven\" is not a number",
        "bigint | true | true is not a number",
        "bigint | {\"a\":1} | {\"a\":1} is not a number",
        "bigint | 1e500 | the number is larger than any column holds",
        "bigint | \"1e500\" | \"1e500\" is out of range",
        "json | {\"a\":[1e500]} | holds a number beyond 1.8e308",
        "tinyint unsigned | -1 | -1 is out of range for tinyint unsigned",
        "bit(3) | 8 | 8 is out of range for bit(3)",
        "year | 26 | 26 is out of range for year",
        "decimal(9,6) | 1.1234567 | 1.1234567 has more decimals than decimal(9,6) holds",
        "decimal(9,6) | 1000 | 1000 is out of range for decimal(9,6)",
        "double | 1e309 | the number is larger than any column holds",
        "double | \"1e309\" | \"1e309\" is out of range for double",
        "float | 1e39 | 1E+39 is out of range for float",
        "varchar(3) | \"abcd\" | has 4 characters, more than varchar(3) holds",
        "varchar(3) | \"abc \" | has 4 characters, more than varchar(3) holds",
        "varchar(3) | 123 | 123 is not text",
        "varchar(3) | \"\\ud83d\" | holds half of a character at position 0",
        "enum('a','b') | \"A\" | \"A\" is not a member of enum('a','b')",
        "enum('a','b') | \"1\" | \"1\" is not a member of enum('a','b')",
        "set('a','b') | \"a,c\" | \"a,c\" is not a member of set('a','b')",
        "date | \"2026-02-30\" | \"2026-02-30\" is not a date such as 2026-07-01",
        "date | \"0000-00-00\" | \"0000-00-00\" is not a date such as 2026-07-01",
        "datetime | \"2026-07-01T12:00:00.5\" | \"2026-07-01T12:00:00.5\" is finer than the 0 digits of a second it holds",
        "timestamp | \"2026-07-01T12:00:00\" | \"2026-07-01T12:00:00\" is not a moment such as 2026-07-01T12:00:00Z",
        "timestamp | \"2038-01-19T03:14:08Z\" | \"2038-01-19T03:14:08Z\" is out of range for timestamp",
        "time | \"839:00:00\" | \"839:00:00\" is not a time such as 12:00:00, up to 838:59:59",
      })
  void aValueThatDoesNotFitIsRefusedWithItsReason(String type, String json, String reason) {
    assertThatThrownBy(() -> convert(type, json))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage(reason);
  }

  @Test
  void textColumnsCountBytes() throws Exception {
    String most = "ä".repeat(32_767);
    assertThat(convert("text", "\"" + most + "a\"")).isEqualTo(most + "a");
    assertThatThrownBy(() -> convert("text", "\"" + most + "ä\""))
        .hasMessage("has 65536 bytes, more than the 65535 it holds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"blob", "varbinary(4)", "binary(4)", "geometry"})
  void jsonCarriesNoBytes(String type) {
    assertThat(Values.of(ColumnType.parse(type))).isEmpty();
  }

  private static Object convert(String type, String json)
      throws UnfitValueException, JsonProcessingException {
    JsonNode node = JSON.readTree(json);
    return Values.of(ColumnType.parse(type)).orElseThrow().convert(node);
  }
}
