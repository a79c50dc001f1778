/** DDL as it stands in the binlog, read as far as a replica has to know it. */
package dev.plumbline.sandbox.replicator.ddl;
