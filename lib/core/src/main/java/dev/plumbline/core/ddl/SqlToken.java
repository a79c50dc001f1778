package dev.plumbline.core.ddl;

import java.util.Locale;

/**
 * A piece of a statement.
 *
 * @param text a word or symbol as written; a name or text without its quotes
 * @param from where it begins in the statement's text
 * @param until where it ends there, exclusive
 */
record SqlToken(Kind kind, String text, int from, int until) {
  enum Kind {
    WORD,
    QUOTED_NAME,
    TEXT,
    SYMBOL,
    END
  }

  boolean is(String wordOrSymbol) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(wordOrSymbol);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }

  /** The word in upper case; empty for anything but a word. */
  String word() {
    return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : "";
  }
}
