package dev.plumbline.sandbox.fault;

/** What becomes of one row. */
sealed interface RowEdit {
  /** It is not there. */
  record Lost() implements RowEdit {}

  /** It is there twice. */
  record Doubled() implements RowEdit {}

  /** One cell holds another value. */
  record Put(int column, String value) implements RowEdit {}
}
