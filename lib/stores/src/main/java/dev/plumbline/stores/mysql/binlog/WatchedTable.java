package dev.plumbline.stores.mysql.binlog;

import dev.plumbline.core.table.TableSpec;

/**
 * A table whose changes are wanted.
 *
 * @param from all changes before this mark are known
 */
public record WatchedTable(TableSpec table, LogMark from) {}
