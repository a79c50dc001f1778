package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.cli.Selection;
import dev.plumbline.jobs.compare.ExplainedPair;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.stores.aws.Secrets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The comparisons that a pipeline would make, without making one. */
public final class PipelinePairs {
  private PipelinePairs() {}

  /** Reads nothing but the source's catalogue. */
  public static List<ExplainedPair> of(
      EnvConfig env,
      PipelineConfig pipeline,
      Selection selection,
      Secrets secrets,
      DigestStrength strength)
      throws SQLException {
    ComparedTables tables = new ComparedTables(env, pipeline, secrets, strength);
    boolean replica =
        env.endpoint(pipeline.warehouse(), Endpoint.Redshift.class)
            .integrationDatabase()
            .isPresent();
    List<ExplainedPair> pairs = new ArrayList<>();
    for (TableSpec table : pipeline.tables()) {
      if (selection.includes(table)) {
        pairs.addAll(pairs(tables, table, replica));
      }
    }
    for (ModelSpec model : pipeline.models()) {
      if (selection.includes(model)) {
        TableForm form = tables.form(model);
        pairs.add(
            new ExplainedPair(
                model.table(),
                Pair.LAKE_REDSHIFT,
                form,
                Optional.empty(),
                Optional.of(tables.redshift(model, form)),
                model.table()));
      }
    }
    return pairs;
  }

  private static List<ExplainedPair> pairs(ComparedTables tables, TableSpec table, boolean replica)
      throws SQLException {
    List<ExplainedPair> pairs = new ArrayList<>();
    TableForm form = tables.form(table);
    String bronze = Lake.bronzeName(table);
    if (replica) {
      TableForm replicated = tables.replicatedForm(table);
      pairs.add(
          new ExplainedPair(
              table.id(),
              Pair.SOURCE_REPLICA,
              replicated,
              Optional.of(tables.source(table, replicated)),
              Optional.of(tables.replica(table, replicated)),
              ""));
    }
    pairs.add(
        new ExplainedPair(
            table.id(),
            Pair.SOURCE_BRONZE,
            form,
            Optional.of(tables.source(table, form)),
            Optional.empty(),
            bronze));
    if (table.publish().fallback()) {
      pairs.add(
          new ExplainedPair(
              table.id(),
              Pair.BRONZE_FALLBACK,
              form,
              Optional.empty(),
              Optional.of(tables.fallback(table, form)),
              bronze));
    }
    return pairs;
  }
}
