package dev.plumbline.spark.lake;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Deletes and inserts rows in one commit: a MERGE in which the keys that go match, and the rows
 * that come never do. So a key that the table holds twice goes twice.
 */
final class LakeMerge {
  private static final String GONE = "_plumbline_gone";

  private final SparkSession spark;
  private final LakeTable table;
  private final List<String> key;

  LakeMerge(SparkSession spark, LakeTable table, List<String> key) {
    this.spark = spark;
    this.table = table;
    this.key = key;
  }

  /**
   * @param summary what the snapshot's summary is to say
   */
  void run(Dataset<Row> gone, Dataset<Row> fresh, Map<String, String> summary) {
    String view = "plumbline_merge_" + UUID.randomUUID().toString().replace("-", "");
    Dataset<Row> come = fresh.withColumn(GONE, functions.lit(false));
    come.unionByName(gone(gone, fresh)).createOrReplaceTempView(view);
    try {
      CommitMetadata.withCommitProperties(
          summary, () -> spark.sql(statement(view, fresh.columns())), RuntimeException.class);
    } finally {
      spark.catalog().dropTempView(view);
    }
  }

  /** The keys in the shape of the rows that come. */
  private Dataset<Row> gone(Dataset<Row> gone, Dataset<Row> fresh) {
    Column[] columns =
        Arrays.stream(fresh.schema().fields())
            .map(
                field ->
                    (key.contains(field.name())
                            ? gone.col(quote(field.name()))
                            : functions.lit(null).cast(field.dataType()))
                        .as(field.name()))
            .toArray(Column[]::new);
    return gone.select(columns).withColumn(GONE, functions.lit(true));
  }

  private String statement(String view, String[] columns) {
    String same =
        key.stream()
            .map(name -> "t." + quote(name) + " <=> s." + quote(name))
            .collect(Collectors.joining(" AND "));
    return "MERGE INTO "
        + table.sparkName()
        + " t USING "
        + view
        + " s ON s."
        + GONE
        + " AND "
        + same
        + " WHEN MATCHED THEN DELETE WHEN NOT MATCHED AND NOT s."
        + GONE
        + " THEN INSERT ("
        + list("", columns)
        + ") VALUES ("
        + list("s.", columns)
        + ")";
  }

  private static String list(String prefix, String[] columns) {
    return Arrays.stream(columns)
        .map(name -> prefix + quote(name))
        .collect(Collectors.joining(", "));
  }

  private static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
