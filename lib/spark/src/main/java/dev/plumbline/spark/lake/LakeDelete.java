package dev.plumbline.spark.lake;

import dev.plumbline.spark.SparkFailures;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Deletes the rows under some keys by files that name their positions, so that a few rows scattered
 * over a large table do not have it written again. Only the columns of the key are read.
 */
final class LakeDelete {
  private static final String MODE = "write.merge.mode";
  private static final String BY_POSITION = "merge-on-read";

  private final SparkSession spark;
  private final LakeTable table;
  private final String target;

  /**
   * @param target the table or a branch of it, as Spark's SQL names it
   */
  LakeDelete(SparkSession spark, LakeTable table, String target) {
    this.spark = spark;
    this.table = table;
    this.target = target;
  }

  /**
   * @param keys each once, in columns named as in the table
   */
  void run(Dataset<Row> keys) {
    prepare();
    String view = "plumbline_delete_" + UUID.randomUUID().toString().replace("-", "");
    keys.createOrReplaceTempView(view);
    String same =
        Arrays.stream(keys.columns())
            .map(LakeDelete::quote)
            .map(name -> "t." + name + " <=> s." + name)
            .collect(Collectors.joining(" AND "));
    try {
      SparkFailures.run(
          "delete rows of " + table.name(),
          () ->
              spark.sql(
                  "MERGE INTO "
                      + target
                      + " t USING "
                      + view
                      + " s ON "
                      + same
                      + " AND "
                      + KeySpan.condition(keys, "t.")
                      + " WHEN MATCHED THEN DELETE"));
    } finally {
      spark.catalog().dropTempView(view);
    }
  }

  /** How a table deletes is a property of its own; one that was made long ago has none. */
  private void prepare() {
    Table loaded = table.load();
    if (!BY_POSITION.equals(loaded.properties().get(MODE))) {
      SparkFailures.run(
          "set a property of " + table.name(),
          () -> loaded.updateProperties().set(MODE, BY_POSITION).commit());
    }
  }

  private static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
