package dev.plumbline.spark.lake;

import dev.plumbline.spark.SparkFailures;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The least and the greatest of some keys: files of a table that hold nothing between need not be
 * read to find the rows under them. Only whole numbers have one.
 */
final class KeySpan {
  private static final Set<DataType> WHOLE =
      Set.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  private KeySpan() {}

  /**
   * A condition that all rows under some keys meet, in Spark's SQL.
   *
   * @param keys in columns named as in the table
   */
  static String condition(Dataset<Row> keys) {
    if (!WHOLE.contains(keys.schema().fields()[0].dataType())) {
      return "TRUE";
    }
    String name = "`" + keys.columns()[0].replace("`", "``") + "`";
    Column key = functions.col(name).cast("bigint");
    Row ends =
        SparkFailures.call(
            "look through keys",
            () ->
                keys.agg(
                        functions.min(key),
                        functions.max(key),
                        functions.count(functions.when(key.isNull(), 1)))
                    .first());
    // Without a key there is nothing to find; one that is NULL lies anywhere.
    boolean unbounded = ends.isNullAt(0) || ends.getLong(2) > 0;
    return unbounded ? "TRUE" : name + " BETWEEN " + ends.getLong(0) + " AND " + ends.getLong(1);
  }
}
