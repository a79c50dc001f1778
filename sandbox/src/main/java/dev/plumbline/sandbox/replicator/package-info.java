/**
 * The zero-ETL replicator: change data capture from the source's binlog into the integration
 * database, with the type mapping, states and limits of AWS's zero-ETL integrations of Aurora MySQL
 * with Redshift.
 */
package dev.plumbline.sandbox.replicator;
