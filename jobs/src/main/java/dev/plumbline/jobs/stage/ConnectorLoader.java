package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.publish.PublishTable.DataFile;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RelationName;
import dev.plumbline.stores.redshift.StageLoader;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSource;

/**
 * Fills staging tables through the spark-redshift connector that Glue and EMR carry, which is found
 * by its format name.
 */
final class ConnectorLoader implements StageLoader {
  static final String FORMAT = "io.github.spark_redshift_community.spark.redshift";

  private final JobContext context;
  private final Engine engine;

  ConnectorLoader(JobContext context, Engine engine) {
    this.context = context;
    this.engine = engine;
  }

  @Override
  public void load(RedshiftSession session, PublishTable table, RelationName stage) {
    SparkSession spark = engine.spark();
    requireConnector(spark);
    if (table.files().isEmpty()) {
      return;
    }
    Endpoint.Redshift warehouse =
        context.env().endpoint(context.pipeline().warehouse(), Endpoint.Redshift.class);
    String[] files = table.files().stream().map(DataFile::uri).toArray(String[]::new);
    spark
        .read()
        .parquet(files)
        .write()
        .format(FORMAT)
        .option("url", warehouse.access().url())
        .option("user", warehouse.access().login().user())
        .option("password", context.secrets().password(warehouse.access()).reveal())
        .option("dbtable", stage.toString())
        .option(
            "tempdir",
            String.join(
                "/",
                context.stagedPrefix(),
                context.pipeline().name(),
                "connector",
                context.runId().value()))
        .option("tempformat", "PARQUET")
        .option("aws_iam_role", warehouse.iamRole())
        .mode(SaveMode.Append)
        .save();
  }

  private static void requireConnector(SparkSession spark) {
    try {
      DataSource.lookupDataSource(FORMAT, spark.sessionState().conf());
    } catch (Exception e) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot publish with publish.method: connector: the format "
              + FORMAT
              + " is not on the class path. Glue and EMR (from 6.10 on) carry it; elsewhere use"
              + " publish.method: copy",
          e);
    }
  }
}
