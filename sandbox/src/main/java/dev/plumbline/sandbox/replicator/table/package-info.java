/** What is replicated: table names, columns, their types on both sides, rows as text, positions. */
package dev.plumbline.sandbox.replicator.table;
