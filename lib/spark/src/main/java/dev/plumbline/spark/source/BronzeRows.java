package dev.plumbline.spark.source;

import dev.plumbline.core.run.RunId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns that Plumbline adds to every row of bronze, after the source's own. */
public final class BronzeRows {
  /** Names of the added columns, in their order. */
  public static final List<String> METADATA = List.of("_run_id", "_ingested_at", "_source");

  private BronzeRows() {}

  /** The columns of bronze for rows of those columns. */
  public static StructType schema(StructType rows) {
    return rows.add(METADATA.get(0), DataTypes.StringType)
        .add(METADATA.get(1), DataTypes.TimestampType)
        .add(METADATA.get(2), DataTypes.StringType);
  }

  /**
   * Adds {@code _run_id}, {@code _ingested_at} and {@code _source}.
   *
   * @param source endpoint and table or resource, such as {@code aurora:blog.users}
   */
  public static Dataset<Row> stamp(
      Dataset<Row> rows, RunId run, Instant ingestedAt, String source) {
    return rows.withColumn(METADATA.get(0), functions.lit(run.value()))
        .withColumn(METADATA.get(1), functions.lit(ingestedAt))
        .withColumn(METADATA.get(2), functions.lit(source));
  }

  /** The values of these columns as {@link dev.plumbline.spark.parquet.LakeFileWriter} has them. */
  static List<Object> constants(RunId run, Instant ingestedAt, String source) {
    return List.of(run.value(), ChronoUnit.MICROS.between(Instant.EPOCH, ingestedAt), source);
  }
}
