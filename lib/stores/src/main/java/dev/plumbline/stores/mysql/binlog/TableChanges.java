package dev.plumbline.stores.mysql.binlog;

/** What a batch of the log says of one table. */
public sealed interface TableChanges {
  /**
   * Every row that changed between the two marks has its key among those that were handed over.
   *
   * @param until where the next batch begins
   */
  record Known(LogMark until) implements TableChanges {}

  /**
   * The table is to be read whole.
   *
   * @param reason why the log does not tell its changes
   */
  record Unknown(String reason) implements TableChanges {}
}
