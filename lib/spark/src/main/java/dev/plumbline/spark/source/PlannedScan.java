package dev.plumbline.spark.source;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A source as Spark sees it once its partitions are planned. The factory decides whether they are
 * read by rows or by columns.
 *
 * @param name what Spark's plans call it
 */
record PlannedScan(
    String name,
    StructType rowType,
    List<? extends InputPartition> partitions,
    PartitionReaderFactory readers)
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
    return name + " in " + partitions.size() + " partitions";
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return partitions.toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return readers;
  }
}
