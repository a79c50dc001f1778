/** The source over JDBC: its catalog, its binlog position, snapshots of tables. */
package dev.plumbline.sandbox.replicator.source;
