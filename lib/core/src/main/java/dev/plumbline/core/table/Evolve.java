package dev.plumbline.core.table;

/** What is done when the columns of a table have changed at the source. */
public enum Evolve {
  /** The table follows, where every value that is there stays right. */
  EVOLVE,
  /** The table stays as it is declared where it can, and people are told. */
  WARN,
  /** Nothing is read until people have changed the declaration. */
  FAIL
}
