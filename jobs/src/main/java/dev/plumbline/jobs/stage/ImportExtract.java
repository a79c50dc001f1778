package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.ImportSpec;
import dev.plumbline.core.table.Origin;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.files.FileRows;
import dev.plumbline.spark.files.FileSource;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeCommit;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.BronzeRows;
import java.util.Optional;

/**
 * Folders of files and tables of other databases → bronze, each replaced in one commit once all of
 * it has been read.
 */
final class ImportExtract {
  private final JobContext context;
  private final Engine engine;

  ImportExtract(JobContext context, Engine engine) {
    this.context = context;
    this.engine = engine;
  }

  /** Refuses, before anything is begun, what the environment has no endpoint for. */
  void require(ImportSpec spec) {
    if (spec.origin() instanceof Origin.Files files) {
      endpoint(files);
    } else if (spec.origin() instanceof Origin.Relation relation) {
      context.env().endpoint(relation.endpoint(), Endpoint.Postgres.class);
    }
  }

  private Endpoint.Files endpoint(Origin.Files files) {
    return context.env().endpoint(files.endpoint(), Endpoint.Files.class);
  }

  /**
   * Replaces bronze; the same run id again changes nothing.
   *
   * @throws SourceException when the origin cannot be read, or holds what is not declared
   */
  LakeCommit run(ImportSpec spec) {
    LakeTable bronze = engine.lake().table(Lake.bronzeName(spec.table()));
    Optional<LakeCommit> earlier = bronze.committed(context.runId());
    if (earlier.isPresent()) {
      return earlier.get().again();
    }
    if (spec.origin() instanceof Origin.Relation relation) {
      return new RelationExtract(context, engine, spec.table(), relation).replace(bronze);
    }
    return files(spec, (Origin.Files) spec.origin(), bronze);
  }

  private LakeCommit files(ImportSpec spec, Origin.Files files, LakeTable bronze) {
    String folder = files.below(endpoint(files).url());
    FileRows read = new FileSource(engine.spark()).rows(spec.table(), folder, files);
    LakeDraft draft =
        bronze.draft(
            BronzeRows.stamp(
                read.rows(),
                context.runId(),
                context.clock().instant(),
                files.endpoint() + ":" + files.path()),
            context.runId());
    try {
      read.check().accept(draft.rows().count());
    } catch (SourceException e) {
      draft.discard();
      throw e;
    }
    return draft.publish();
  }
}
