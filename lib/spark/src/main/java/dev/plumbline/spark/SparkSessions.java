package dev.plumbline.spark;

import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.EnvConfig.Catalog;
import dev.plumbline.core.config.EnvConfig.LakeConfig;
import dev.plumbline.core.config.EnvConfig.S3Config;
import dev.plumbline.stores.aws.Secrets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The one place that builds a Spark session. */
public final class SparkSessions {
  /** The Iceberg catalog's name in Spark; it is the default one, so models leave it out. */
  public static final String LAKE = "lake";

  private static final String CATALOG = "spark.sql.catalog." + LAKE;
  private static final String SECRET_KEYS = "(?i)secret|password|token|access[.]?key|jdbc[.]user";

  /** One machine: everything stays on the loopback interface, and shuffles are small. */
  private static final Map<String, String> LOCAL =
      Map.of(
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.ui.enabled", "false",
          "spark.ui.showConsoleProgress", "false",
          "spark.sql.shuffle.partitions", "32",
          "spark.scheduler.mode", "FAIR",
          "spark.sql.ui.retainedExecutions", "20",
          "spark.sql.warehouse.dir", ".plumbline/spark-warehouse");

  private SparkSessions() {}

  /**
   * Starts a session, or joins the one that the platform started.
   *
   * <p>A master that is already set ({@code spark-submit}, Glue, EMR) is kept, otherwise the
   * environment's own is used.
   */
  public static SparkSession start(EnvConfig env, Secrets secrets, String name) {
    String master = System.getProperty("spark.master", env.spark().master());
    boolean local = master.startsWith("local");
    Map<String, String> conf = new LinkedHashMap<>(engine());
    conf.putAll(lake(env.lake(), secrets));
    conf.putAll(s3(env.s3(), secrets, local));
    conf.putAll(tuning(env, local));
    conf.put("spark.master", master);
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    conf.forEach(builder::config);
    return builder.getOrCreate();
  }

  /** What was given to {@code spark-submit} stands. */
  private static Map<String, String> tuning(EnvConfig env, boolean local) {
    Map<String, String> conf = new LinkedHashMap<>(local ? LOCAL : Map.of());
    conf.putAll(env.spark().conf());
    conf.keySet().removeIf(key -> System.getProperty(key) != null);
    return conf;
  }

  /** What holds wherever the job runs: how values are read, written and shown. */
  static Map<String, String> engine() {
    Map<String, String> conf = new LinkedHashMap<>();
    conf.put("spark.sql.session.timeZone", "UTC");
    conf.put("spark.sql.ansi.enabled", "true");
    // Collected dates are java.time's; java.sql's go through a calendar.
    conf.put("spark.sql.datetime.java8API.enabled", "true");
    conf.put("spark.sql.adaptive.enabled", "true");
    conf.put("spark.sql.defaultCatalog", LAKE);
    conf.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    // COPY demands the exact physical type; INT96 is Spark's own default.
    conf.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    // Dates before 1582 are written as they are, in the one calendar that all readers here use.
    conf.put("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
    conf.put("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED");
    conf.put("spark.sql.parquet.compression.codec", "zstd");
    conf.put("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
    conf.put("spark.redaction.regex", SECRET_KEYS);
    conf.put("spark.sql.redaction.options.regex", SECRET_KEYS + "|url");
    return conf;
  }

  private static Map<String, String> lake(LakeConfig lake, Secrets secrets) {
    Map<String, String> conf = new LinkedHashMap<>();
    conf.put(CATALOG, "org.apache.iceberg.spark.SparkCatalog");
    conf.put(CATALOG + ".warehouse", lake.warehouse());
    conf.put(CATALOG + ".io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
    // Each load sees the last commit, of this process or another.
    conf.put(CATALOG + ".cache-enabled", "false");
    if (lake.catalog() instanceof Catalog.Jdbc jdbc) {
      conf.put(CATALOG + ".type", "jdbc");
      conf.put(CATALOG + ".uri", jdbc.url());
      conf.put(CATALOG + ".jdbc.user", jdbc.login().user());
      conf.put(CATALOG + ".jdbc.password", secrets.resolve(jdbc.login().secret()).reveal());
      conf.put(CATALOG + ".jdbc.schema-version", "V1");
      conf.put(CATALOG + ".clients", "4");
    } else if (lake.catalog() instanceof Catalog.Glue glue) {
      conf.put(CATALOG + ".type", "glue");
      glue.catalogId().ifPresent(id -> conf.put(CATALOG + ".glue.id", id));
    }
    return conf;
  }

  private static Map<String, String> s3(S3Config s3, Secrets secrets, boolean local) {
    Map<String, String> conf = new LinkedHashMap<>();
    conf.put("spark.hadoop.fs.s3a.endpoint.region", s3.region());
    s3.endpoint()
        .ifPresent(
            endpoint -> {
              conf.put("spark.hadoop.fs.s3a.endpoint", endpoint);
              conf.put("spark.hadoop.fs.s3a.path.style.access", "true");
              conf.put(
                  "spark.hadoop.fs.s3a.connection.ssl.enabled",
                  Boolean.toString(endpoint.startsWith("https:")));
            });
    s3.keys()
        .ifPresent(
            keys -> {
              conf.put(
                  "spark.hadoop.fs.s3a.aws.credentials.provider",
                  "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
              conf.put("spark.hadoop.fs.s3a.access.key", keys.user());
              conf.put("spark.hadoop.fs.s3a.secret.key", secrets.resolve(keys.secret()).reveal());
            });
    // On Glue and EMR s3:// is the platform's own; here, and against a server of one's own, S3A's.
    if (local || s3.endpoint().isPresent()) {
      conf.put("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
      conf.put("spark.hadoop.fs.AbstractFileSystem.s3.impl", "org.apache.hadoop.fs.s3a.S3A");
    }
    conf.put("spark.hadoop.fs.s3a.fast.upload.buffer", "bytebuffer");
    conf.put("spark.hadoop.fs.s3a.multipart.size", "16M");
    conf.put("spark.hadoop.fs.s3a.fast.upload.active.blocks", "2");
    conf.put("spark.hadoop.fs.s3a.connection.maximum", "64");
    conf.put("spark.hadoop.fs.s3a.retry.limit", "3");
    conf.put("spark.hadoop.fs.s3a.attempts.maximum", "3");
    return conf;
  }
}
