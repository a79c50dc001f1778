package dev.plumbline.spark.source;

import dev.plumbline.stores.mysql.MySqlSessions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Reads each {@link RowQuery} row by row in a session of its own.
 *
 * @param digests what the rows are digested into as they pass; null where they are not
 */
record RowReaders(MySqlSessions sessions, StructType rowType, PartDigests digests)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new MySqlRowReader((RowQuery) partition, sessions, digests, rowType);
  }
}
