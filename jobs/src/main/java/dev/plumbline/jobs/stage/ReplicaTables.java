package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.TableComparison.Settings;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.JobContext;
import dev.plumbline.jobs.RunLog;
import dev.plumbline.jobs.compare.Compared;
import dev.plumbline.jobs.compare.Comparisons;
import dev.plumbline.jobs.compare.ReplicaComparison;
import dev.plumbline.jobs.compare.ReplicaPair;
import dev.plumbline.jobs.compare.ReplicatedTable;
import java.sql.SQLException;

/** The declared tables against their zero-ETL replicas. */
public final class ReplicaTables {
  private final ComparedTables tables;
  private final ReplicaComparison comparison;

  ReplicaTables(JobContext context, RunLog log, Comparisons comparisons, ComparedTables tables) {
    this.tables = tables;
    this.comparison = new ReplicaComparison(pair(context), log, comparisons);
  }

  private static ReplicaPair pair(JobContext context) {
    return new ReplicaPair(
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class),
        context.env().endpoint(context.pipeline().warehouse(), Endpoint.Redshift.class),
        context.secrets(),
        context.pipeline().tables().stream().map(TableSpec::source).toList(),
        false);
  }

  /**
   * Compares one table as deep as it needs, outside a run of the pipeline. Starts no Spark.
   *
   * @param log takes what is seen of the integration
   */
  public static ReconcileReport once(JobContext context, RunLog log, TableSpec table)
      throws SQLException {
    PipelineComparisons pipeline = PipelineComparisons.of(context, Runnable::run);
    return new ReplicaTables(context, log, pipeline.comparisons(), pipeline.tables())
        .compare(table)
        .report();
  }

  Compared compare(TableSpec table) throws SQLException {
    return comparison.compare(new Declared(table, tables, tables.replicatedForm(table)));
  }

  /** A declared table. */
  private record Declared(TableSpec table, ComparedTables tables, TableForm form)
      implements ReplicatedTable {
    @Override
    public String id() {
      return table.id();
    }

    @Override
    public TableName source() {
      return table.source();
    }

    @Override
    public ComparedSide left() throws SQLException {
      return tables.source(table, form);
    }

    @Override
    public ComparedSide right() {
      return tables.replica(table, form);
    }

    @Override
    public Settings settings(Settings standard) {
      return standard.withPolicy(AcceptedLoss.of(table));
    }
  }
}
