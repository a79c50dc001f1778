package dev.plumbline.bench;

import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Spark's own JDBC source at its best: streamed, by the binary protocol, in even partitions. */
final class StockJdbc {
  private final SparkSession spark;
  private final MySqlSessions sessions;

  StockJdbc(SparkSession spark, MySqlSessions sessions) {
    this.spark = spark;
    this.sessions = sessions;
  }

  static String target(ExtractTable table) {
    return "lake.bronze_stock." + table.name();
  }

  Dataset<Row> rows(ExtractTable table, int partitions) {
    JdbcAccess access = sessions.access();
    Map<String, String> options = new HashMap<>(access.properties());
    options.put("url", access.url());
    options.put("driver", "com.mysql.cj.jdbc.Driver");
    options.put("user", access.login().user());
    options.put("password", sessions.secrets().password(access).reveal());
    options.put("dbtable", ExtractTable.SCHEMA + "." + table.name());
    options.put("useServerPrepStmts", "true");
    options.put("connectionTimeZone", "UTC");
    options.put("fetchsize", Integer.toString(Integer.MIN_VALUE));
    options.put("partitionColumn", "id");
    options.put("lowerBound", "1");
    options.put("upperBound", Long.toString(table.rows() + 1));
    options.put("numPartitions", Integer.toString(partitions));
    return spark.read().format("jdbc").options(options).load();
  }

  /** Into a table with Iceberg's own settings. */
  Void write(ExtractTable table, int partitions) {
    spark.sql("CREATE NAMESPACE IF NOT EXISTS lake.bronze_stock");
    rows(table, partitions).writeTo(target(table)).using("iceberg").createOrReplace();
    return null;
  }
}
