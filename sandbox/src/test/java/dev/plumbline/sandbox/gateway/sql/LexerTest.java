package dev.plumbline.sandbox.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexerTest {

  private static String tokens(String sql) {
    return Lexer.tokens(sql).stream()
        .map(token -> token.kind().name().charAt(0) + token.text())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "select a.b | Wselect Wa P. Wb",
        "\"a\"\"b\".c | Q\"a\"\"b\" P. Wc",
        "'it''s' | S'it''s'",
        "'it\\'s' x | S'it\\'s' Wx",
        "'a\\\\' x | S'a\\\\' Wx",
        "E'\\n' x'ff' | SE'\\n' Sx'ff'",
        "$$a;b$$ | S$$a;b$$",
        "$t$ $$ $t$ | S$t$ $$ $t$",
        "$1+$2 | P$1 O+ P$2",
        "a::int | Wa O:: Wint",
        "a=-1 | Wa O= O- N1",
        "a-->b | Wa",
        "1.5e-3 .5 1e | N1.5e-3 N.5 N1 We",
        "a /* x /* y */ z */ b | Wa Wb",
        "a <> b % c | Wa O<> Wb O% Wc",
        "größe | Wgröße"
      })
  void splitsAsRedshiftDoes(String sql, String expected) {
    assertThat(tokens(sql)).isEqualTo(expected);
  }

  @Test
  void unescapesLiteralsAndIdentifiers() {
    assertThat(Lexer.tokens("'it\\'s ''x'' \\\\ \\n'").get(0).stringValue())
        .isEqualTo("it's 'x' \\ \n");
    assertThat(Lexer.tokens("$a$x'y$a$").get(0).stringValue()).isEqualTo("x'y");
    assertThat(Lexer.tokens("\"A\"\"b\"").get(0).identifier()).isEqualTo("A\"b");
    assertThat(Lexer.tokens("Abc").get(0).identifier()).isEqualTo("abc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'abc | unterminated quoted string",
        "\"abc | unterminated quoted identifier",
        "/* abc | unterminated /* comment",
        "$a$ abc | unterminated dollar-quoted string",
        "{ | syntax error at or near \"{\""
      })
  void refusesWhatDoesNotEnd(String sql, String words) {
    assertThatThrownBy(() -> Lexer.tokens(sql))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining(words);
  }

  @Test
  void statementsSplitAtSemicolonsOutsideOfText() {
    assertThat(Statement.split("select ';'; ; -- x;\n select $$;$$ ;"))
        .extracting(Statement::text)
        .containsExactly("select ';'", "select $$;$$");
    assertThat(Statement.split(" ; ")).isEmpty();
  }

  @Test
  void literalsMeanTheSameWithAndWithoutBackslashEscapes() {
    assertThat(Name.literal("it's")).isEqualTo("'it''s'");
    assertThat(Name.literal("a\\b")).isEqualTo("E'a\\\\b'");
    assertThat(Name.of("s", "a\"b").sql()).isEqualTo("\"s\".\"a\"\"b\"");
  }
}
