/**
 * The source's binary log, read as one bounded batch: which keys of which tables were touched since
 * a position, and which statements changed a table as a whole.
 *
 * <p>Values are not taken from the log, only keys: the rows are read from the tables afterwards, in
 * a snapshot that holds all of the batch. So the order of transactions does not matter, and a batch
 * that is read twice does no harm.
 */
package dev.plumbline.stores.mysql.binlog;
