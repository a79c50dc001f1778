package dev.plumbline.sandbox.gateway.sql;

/** What a {@link Token} is. */
public enum TokenKind {
  /** An unquoted identifier or keyword. */
  WORD,
  /** A double-quoted identifier. */
  QUOTED,
  /** A string in any form: plain, E-string, hex or dollar-quoted. */
  STRING,
  NUMBER,
  /** A bind parameter such as {@code $1}. */
  PARAMETER,
  /** An operator such as {@code <=} or {@code ::}. */
  OPERATOR,
  /** One of {@code ( ) [ ] , ; .}. */
  PUNCTUATION
}
