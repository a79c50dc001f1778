package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.spark.lake.Lake;
import java.util.List;

/** Names of steps, which the stages use to say what they need of one another. */
final class Stages {
  private Stages() {}

  static String extract(TableSpec table) {
    return "extract " + Lake.bronzeName(table);
  }

  /** The step after which the tables of a group are as they were at one moment. */
  static String moment(String group) {
    return "extract group " + group;
  }

  /** The steps after which a table is as it is published. */
  static List<String> extracted(TableSpec table) {
    return List.of(extract(table), moment(table.group()));
  }

  static String extractApi(TableSpec table) {
    return "extract " + apiName(table);
  }

  static String publish(TableSpec table) {
    return "publish group " + table.group();
  }

  static String build(ModelSpec model) {
    return "build " + model.table();
  }

  static String publish(ModelSpec model) {
    return "publish " + model.table();
  }

  /** The API resource's table in the lake. */
  static String apiName(TableSpec table) {
    return Lake.API + "." + table.ingest().orElseThrow().resource();
  }

  /** The schema of the fallback tables of a source database. */
  static String fallbackSchema(TableSpec table) {
    return Lake.bronzeNamespace(table.source().schema()).replaceFirst("^bronze_", "fallback_");
  }

  static String fallbackName(TableSpec table) {
    return fallbackSchema(table) + "." + table.id();
  }
}
