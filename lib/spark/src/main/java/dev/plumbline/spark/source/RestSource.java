package dev.plumbline.spark.source;

import dev.plumbline.core.config.Endpoint.Rest;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.IngestSpec;
import dev.plumbline.stores.rest.RestClient;
import dev.plumbline.stores.rest.RestPages;
import java.io.Serializable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Reads resources of the API, ranges of pages side by side. */
public final class RestSource {
  private final SparkSession spark;
  private final Rest api;
  private final Clock clock;

  /**
   * @param clock travels to executors; Java's own clocks do
   */
  public RestSource(SparkSession spark, Rest api, Clock clock) {
    this.spark = spark;
    this.api = api;
    this.clock = clock;
  }

  /**
   * The rows of the resource that fills a table: the columns that its declaration takes from the
   * API, in their order and in the types of bronze. Only the resource's size is asked for before an
   * action runs.
   *
   * @throws PlumblineException exit 2 when the table is not filled from the API, exit 20 when the
   *     API cannot be read
   */
  public Dataset<Row> rows(TableSpec table) {
    IngestSpec ingest =
        table
            .ingest()
            .orElseThrow(
                () ->
                    new PlumblineException(
                        ExitCode.USAGE,
                        "Cannot read table "
                            + table.id()
                            + " from the API: it declares no 'ingest'"));
    OptionalLong total = RestClient.open(api, clock).total(ingest.path());
    RestPages pages = RestPages.plan(api, ingest.path(), ingest.pageSize(), total, parts());
    List<JsonColumn> columns = new ArrayList<>();
    StructType rowType = new StructType();
    for (var field : ingest.fields().entrySet()) {
      DataType type = DataType.fromDDL(table.column(field.getKey()).type().spark());
      columns.add(new JsonColumn(field.getKey(), field.getValue(), type));
      rowType = rowType.add(field.getKey(), type, true);
    }
    List<Pages> partitions =
        pages.ranges().stream()
            .map(range -> new Pages(ingest.path(), ingest.pageSize(), range))
            .toList();
    return Relations.of(
        spark,
        new PlannedScan(
            api.name() + ":" + ingest.resource(),
            rowType,
            partitions,
            new Readers(api, clock, columns)));
  }

  private int parts() {
    return Math.max(1, spark.sparkContext().defaultParallelism());
  }

  /** A range of pages of one resource. */
  private record Pages(String path, int pageSize, RestPages.Range range)
      implements InputPartition {}

  private record Readers(Rest api, Clock clock, List<JsonColumn> columns)
      implements PartitionReaderFactory, Serializable {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      Pages pages = (Pages) partition;
      return new RestRowReader(
          pages.path(),
          columns,
          RestClient.open(api, clock).pages(pages.path(), pages.pageSize(), pages.range()));
    }
  }
}
