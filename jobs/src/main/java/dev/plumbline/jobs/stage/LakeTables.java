package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.spark.lake.Lake;
import java.util.ArrayList;
import java.util.List;

/** The tables of the lake that a pipeline writes. */
final class LakeTables {
  private LakeTables() {}

  /** Their names; some of them perhaps not there yet. */
  static List<String> of(PipelineConfig pipeline) {
    List<String> names = new ArrayList<>();
    for (TableSpec table : pipeline.tables()) {
      names.add(Lake.bronzeName(table));
      table.ingest().ifPresent(ingest -> names.add(Stages.apiName(table)));
    }
    pipeline.imports().forEach(spec -> names.add(Lake.bronzeName(spec.table())));
    for (ModelSpec model : pipeline.models()) {
      names.add(model.table());
      names.add(Lake.quarantineName(model));
    }
    return names;
  }
}
