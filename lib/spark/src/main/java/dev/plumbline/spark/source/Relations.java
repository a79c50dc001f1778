package dev.plumbline.spark.source;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.Option;

/** Makes a data set of a planned table, without writing the plan into text options. */
final class Relations {
  private Relations() {}

  static Dataset<Row> of(SparkSession spark, Table table) {
    return Dataset.ofRows(
        spark,
        DataSourceV2Relation.create(
            table, Option.empty(), Option.empty(), CaseInsensitiveStringMap.empty()));
  }
}
