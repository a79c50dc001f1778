package dev.plumbline.sandbox.replicator.ddl;

import java.util.Locale;

/**
 * A piece of a statement.
 *
 * @param kind what it is
 * @param text a word or symbol as written, a name or text without its quotes
 */
record Token(Kind kind, String text) {
  enum Kind {
    WORD,
    QUOTED_NAME,
    TEXT,
    SYMBOL
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
