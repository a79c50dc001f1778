package dev.plumbline.spark.lake;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.BronzeNames;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.spark.SparkSessions;
import java.util.List;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.SparkSession;

/** The Iceberg catalog and the names in it. Safe for use by several threads. */
public final class Lake {
  /** Namespace of what the API answered. */
  public static final String API = "bronze_api";

  private final SparkSession spark;
  private final Catalog catalog;

  public Lake(SparkSession spark) {
    this.spark = spark;
    this.catalog = Spark3Util.loadIcebergCatalog(spark, SparkSessions.LAKE);
  }

  /** The table's name in the lake, such as {@code bronze_blog.users}. */
  public static String bronzeName(TableSpec table) {
    return bronzeNamespace(table.source().schema()) + "." + table.id();
  }

  /** The namespace of a source database; the Glue catalog takes {@code [a-z0-9_]+} only. */
  public static String bronzeNamespace(String database) {
    return BronzeNames.namespace(database);
  }

  /** Name of the table of the rows that a model refuses. */
  public static String quarantineName(ModelSpec model) {
    return model.table() + "_quarantine";
  }

  /**
   * Describes the tables of some namespaces.
   *
   * @param namespaces none for all
   */
  public List<StoreTable> tables(List<String> namespaces) {
    return new LakeCatalog(catalog).tables(namespaces);
  }

  /**
   * A table, which may not exist yet.
   *
   * @param name namespace and table, such as {@code silver.dim_users}
   */
  public LakeTable table(String name) {
    int dot = name.indexOf('.');
    return new LakeTable(
        spark,
        catalog,
        TableIdentifier.of(Namespace.of(name.substring(0, dot)), name.substring(dot + 1)));
  }
}
