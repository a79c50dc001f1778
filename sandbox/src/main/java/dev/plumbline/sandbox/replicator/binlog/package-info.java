/**
 * The source's binlog as a stream of events.
 *
 * <p>The binlog is followed with Debezium's binlog client and not with its engine, for what a
 * replica must be exact about: the event at which a transaction ends with its position and commit
 * second, XA groups told from committed ones, zero dates told from 1970-01-01 in NOT NULL columns,
 * and no schema history beside the stored position that could disagree with it. With {@code
 * binlog_row_metadata=FULL} every table map names its columns.
 */
package dev.plumbline.sandbox.replicator.binlog;
