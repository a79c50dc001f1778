package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.publish.PublishColumns;
import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeFiles;
import dev.plumbline.stores.redshift.Publisher.Candidate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table of the lake and the one in Redshift that shows it.
 *
 * @param lakeTable such as {@code bronze_blog.users}
 * @param asBytes text columns that are loaded as bytes
 * @param cutText bytes that the text of a column may have at most
 * @param changedPercent where more of the rows have changed, the table is copied whole
 * @param wholeAfter so many differences are followed by a whole copy
 * @param candidate the table in Redshift, without files
 */
record Published(
    String lakeTable,
    List<String> key,
    Set<String> asBytes,
    Map<String, Integer> cutText,
    int changedPercent,
    int wholeAfter,
    Candidate candidate) {

  /** Bronze and the fallback. */
  static Published of(TableSpec table) {
    return new Published(
        Lake.bronzeName(table),
        table.key(),
        PublishColumns.textLoadedAsBytes(table),
        PublishColumns.cutText(table),
        table.publish().changedPercent(),
        table.publish().wholeAfter(),
        new Candidate(
            new PublishTable(
                Stages.fallbackSchema(table),
                table.id(),
                PublishColumns.fallback(table),
                table.publish().distKey(),
                table.publish().sortKey(),
                List.of(),
                0),
            table.id(),
            Pair.BRONZE_FALLBACK.label()));
  }

  /** Silver or gold, and the table of the same name. */
  static Published of(ModelSpec model) {
    return new Published(
        model.table(),
        model.key(),
        Set.of(),
        Map.of(),
        PublishSpec.CHANGED_PERCENT,
        PublishSpec.WHOLE_AFTER,
        new Candidate(
            new PublishTable(
                model.layer(),
                model.name(),
                PublishColumns.model(model),
                model.distKey(),
                model.sortKey(),
                List.of(),
                0),
            model.table(),
            Pair.LAKE_REDSHIFT.label()));
  }

  /** Full name in Redshift. */
  String name() {
    return candidate.table().name();
  }

  /** The table in Redshift with files that are loaded into it. */
  PublishTable with(LakeFiles files) {
    PublishTable table = candidate.table();
    return new PublishTable(
        table.schema(),
        table.table(),
        table.columns(),
        table.distKey(),
        table.sortKey(),
        files.files(),
        files.rows());
  }
}
