package dev.plumbline.spark.source;

import dev.plumbline.stores.mysql.MySqlSessions;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A MySQL table as Spark sees it: one partition per planned query, whole rows.
 *
 * @param rowType the columns of the queries, all nullable
 */
record MySqlScan(String name, StructType rowType, List<RowQuery> queries, MySqlSessions sessions)
    implements SupportsRead, ScanBuilder, Scan, Batch {

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 3.5 deprecates the method and still demands it.
  public StructType schema() {
    return rowType;
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return this;
  }

  @Override
  public Scan build() {
    return this;
  }

  @Override
  public StructType readSchema() {
    return rowType;
  }

  @Override
  public String description() {
    return "mysql " + name + " in " + queries.size() + " ranges";
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return queries.stream().map(Partition::new).toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new Readers(sessions, rowType);
  }

  private record Partition(RowQuery query) implements InputPartition {}

  private record Readers(MySqlSessions sessions, StructType schema)
      implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new MySqlRowReader(((Partition) partition).query(), sessions, schema);
    }
  }
}
