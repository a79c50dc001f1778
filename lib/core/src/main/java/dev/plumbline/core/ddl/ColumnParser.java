package dev.plumbline.core.ddl;

import dev.plumbline.core.ddl.Ddl.ColumnDefinition;
import dev.plumbline.core.ddl.Ddl.Initial;
import dev.plumbline.core.ddl.Ddl.Reference;
import java.util.Optional;
import java.util.Set;

/** Reads the declaration of a column. */
final class ColumnParser {
  /** Words that belong to a type, after its name and parameters. */
  private static final Set<String> TYPE_WORDS =
      Set.of("UNSIGNED", "SIGNED", "ZEROFILL", "PRECISION", "VARYING", "BINARY");

  /** Attributes that are one word and change no value. */
  private static final Set<String> PLAIN =
      Set.of(
          "NULL",
          "GENERATED",
          "ALWAYS",
          "VIRTUAL",
          "STORED",
          "PERSISTENT",
          "VISIBLE",
          "INVISIBLE",
          "ENFORCED",
          "NOT",
          "ASCII",
          "UNICODE",
          "COMPRESSED");

  /** Attributes with a word, a number or a text behind them, perhaps after an equals sign. */
  private static final Set<String> WITH_VALUE =
      Set.of(
          "COMMENT",
          "COLLATE",
          "CHARSET",
          "COLUMN_FORMAT",
          "STORAGE",
          "ENGINE_ATTRIBUTE",
          "SECONDARY_ENGINE_ATTRIBUTE",
          "SRID",
          "REF_SYSTEM_ID");

  private static final Set<String> CASCADING = Set.of("CASCADE", "DEFAULT");

  private String name = "";
  private String type = "";
  private boolean notNull;
  private boolean placed;
  private boolean primaryKey;
  private Initial given;
  private boolean computed;
  private boolean generated;
  private boolean understood = true;
  private Optional<Reference> reference = Optional.empty();

  private ColumnParser() {}

  /**
   * Reads from the name on to the end; empty where no declaration stands, or one not understood.
   */
  static Optional<ColumnDefinition> parse(SqlCursor tokens) {
    ColumnParser parser = new ColumnParser();
    SqlToken first = tokens.peek();
    Optional<String> name = tokens.name();
    if (name.isEmpty() || !tokens.peek().isName()) {
      return Optional.empty();
    }
    parser.name = name.get();
    parser.type(tokens);
    String declaration = parser.attributes(tokens, first);
    if (!parser.understood) {
      return Optional.empty();
    }
    return Optional.of(
        new ColumnDefinition(
            parser.name,
            parser.type,
            parser.notNull || parser.primaryKey,
            parser.placed,
            parser.initial(),
            parser.primaryKey,
            parser.reference,
            declaration));
  }

  private void type(SqlCursor tokens) {
    SqlToken first = tokens.next();
    if (first.is("NATIONAL") || first.is("LONG")) {
      tokens.next();
    }
    while (TYPE_WORDS.contains(tokens.peekWord()) || tokens.peek().is("(")) {
      if (!tokens.skipParenthesized()) {
        tokens.next();
      }
    }
    type = tokens.textSince(first);
    // SERIAL is BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE.
    if (first.is("SERIAL")) {
      type = "bigint unsigned";
      notNull = true;
      computed = true;
    }
  }

  /** Takes what follows the type; returns the text behind the name, up to FIRST or AFTER. */
  private String attributes(SqlCursor tokens, SqlToken name) {
    String text = tokens.textSince(name);
    while (tokens.hasMore() && understood && !placed) {
      if (tokens.accept("FIRST") || (tokens.accept("AFTER") && tokens.name().isPresent())) {
        placed = true;
      } else {
        attribute(tokens);
        text = tokens.textSince(name);
      }
    }
    understood &= !tokens.hasMore();
    return text.substring(name.until() - name.from()).strip();
  }

  private void attribute(SqlCursor tokens) {
    if (tokens.accept("NOT", "NULL")) {
      notNull = true;
    } else if (tokens.accept("DEFAULT")) {
      given = byDefault(tokens);
    } else if (tokens.accept("ON", "UPDATE")) {
      tokens.next();
      tokens.skipParenthesized();
    } else if (tokens.accept("UNIQUE")) {
      tokens.accept("KEY");
    } else if (tokens.accept("PRIMARY", "KEY") || tokens.accept("KEY")) {
      primaryKey = true;
    } else if (tokens.accept("REFERENCES")) {
      reference = Optional.of(reference(tokens));
    } else if (tokens.accept("CHARACTER", "SET")) {
      tokens.next();
    } else if (tokens.accept("CONSTRAINT")) {
      understood = tokens.peekWord().equals("CHECK") || tokens.name().isPresent();
    } else if (tokens.accept("CHECK")) {
      tokens.skipParenthesized();
    } else if (tokens.accept("AS")) {
      generated = true;
      tokens.skipParenthesized();
    } else if (tokens.accept("AUTO_INCREMENT")) {
      computed = true;
    } else if (WITH_VALUE.contains(tokens.peekWord())) {
      tokens.next();
      tokens.accept("=");
      tokens.next();
    } else {
      understood = PLAIN.contains(tokens.next().word());
    }
  }

  /** What follows REFERENCES. */
  static Reference reference(SqlCursor tokens) {
    var parent = tokens.tableName();
    tokens.skipParenthesized();
    boolean acts = false;
    while (tokens.accept("ON", "DELETE")
        || tokens.accept("ON", "UPDATE")
        || tokens.accept("MATCH")) {
      if (tokens.accept("SET")) {
        acts |= tokens.peekWord().equals("NULL") || tokens.peekWord().equals("DEFAULT");
      } else if (tokens.accept("NO")) {
        acts |= false;
      } else {
        acts |= CASCADING.contains(tokens.peekWord());
      }
      tokens.next();
    }
    return new Reference(parent, acts);
  }

  private static Initial byDefault(SqlCursor tokens) {
    if (tokens.skipParenthesized()) {
      return Initial.COMPUTED;
    }
    boolean signed = tokens.accept("-") || tokens.accept("+");
    SqlToken value = tokens.next();
    boolean literal =
        value.kind() == SqlToken.Kind.TEXT
            || value.text().matches("[0-9].*")
            || (!signed && Set.of("NULL", "TRUE", "FALSE").contains(value.word()))
            || isPrefixed(value, tokens);
    if (literal && tokens.accept(".")) {
      tokens.next();
    }
    if (!literal) {
      tokens.skipParenthesized();
    }
    return literal ? Initial.KNOWN : Initial.COMPUTED;
  }

  /** {@code b'1'}, {@code x'ff'} and {@code _utf8mb4'a'}: a word with a text behind it. */
  private static boolean isPrefixed(SqlToken word, SqlCursor tokens) {
    boolean text = tokens.peek().kind() == SqlToken.Kind.TEXT;
    if (text && word.text().matches("(?i)[bxn]|_\\w+")) {
      tokens.next();
      return true;
    }
    return false;
  }

  private Initial initial() {
    if (generated) {
      return Initial.GENERATED;
    }
    if (computed || primaryKey || reference.isPresent()) {
      return Initial.COMPUTED;
    }
    if (given != null) {
      return given;
    }
    return notNull ? Initial.IMPLICIT : Initial.KNOWN;
  }
}
