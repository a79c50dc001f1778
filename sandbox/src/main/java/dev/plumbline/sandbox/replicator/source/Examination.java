package dev.plumbline.sandbox.replicator.source;

import dev.plumbline.sandbox.replicator.table.SourceTable;

/** What the source's catalog says about a table. */
public sealed interface Examination {
  /** Zero-ETL can replicate it. */
  record Replicable(SourceTable table) implements Examination {}

  /**
   * Zero-ETL refuses it.
   *
   * @param healedBySource whether a change at the source alone makes zero-ETL try again: so it is
   *     with a missing primary key, while anything else waits for a REFRESH
   */
  record Refused(String reason, boolean healedBySource) implements Examination {}

  /** There is no such base table. */
  record Missing() implements Examination {}
}
