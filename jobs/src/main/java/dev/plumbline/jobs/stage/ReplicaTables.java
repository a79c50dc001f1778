package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.KnownExceptions;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Rotation;
import dev.plumbline.core.reconcile.Slice;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.ChunkRunner;
import dev.plumbline.core.reconcile.judge.TableComparison.Settings;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.compare.Compared;
import dev.plumbline.jobs.compare.ReplicaComparison;
import dev.plumbline.jobs.compare.ReplicaPair;
import dev.plumbline.jobs.compare.ReplicatedTable;
import dev.plumbline.jobs.compare.Terms;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.ledger.ObjectChunkLedger;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The declared tables against their zero-ETL replicas. */
public final class ReplicaTables {
  private final PipelineComparisons pipeline;
  private final ReplicaComparison comparison;

  ReplicaTables(JobContext context, RunLog log, PipelineComparisons pipeline) {
    this.pipeline = pipeline;
    this.comparison = new ReplicaComparison(pair(context), log, pipeline.comparisons());
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
    PipelineComparisons pipeline =
        PipelineComparisons.of(context, Runnable::run, ChunkRunner.sequential(Runnable::run));
    return new ReplicaTables(context, log, pipeline).compare(table, Optional.empty()).report();
  }

  /**
   * @param rotation which share of the rows is compared; empty for all of them
   */
  Compared compare(TableSpec table, Optional<Rotation> rotation) throws SQLException {
    Slice slice = rotation.flatMap(Rotation::next).orElse(null);
    return compare(
        table,
        form(table),
        side -> side.of(slice),
        whole -> slice == null ? whole : whole.of(slice, rotation.orElseThrow()));
  }

  /** The columns that the replica can hold. */
  TableForm form(TableSpec table) {
    return pipeline.tables().replicatedForm(table);
  }

  /**
   * Compares some of a table.
   *
   * @param form the columns that are compared
   * @param part the rows that are
   * @param share what is then said of it
   */
  Compared compare(
      TableSpec table, TableForm form, UnaryOperator<JdbcSide> part, UnaryOperator<Compared> share)
      throws SQLException {
    ComparedSide left = part.apply(pipeline.tables().source(table, form));
    ComparedSide right = part.apply(pipeline.tables().replica(table, form));
    Optional<ObjectChunkLedger> ledger =
        pipeline.ledger(table, Pair.SOURCE_REPLICA, form, left, right);
    Compared compared =
        comparison.compare(new Declared(table, pipeline, form, share, left, right, ledger));
    pipeline.done(ledger);
    return compared;
  }

  /**
   * A declared table.
   *
   * @param share what is said of a comparison of some of the rows
   * @param ledger how far the comparison has come; empty where that is not kept
   */
  private record Declared(
      TableSpec table,
      PipelineComparisons pipeline,
      TableForm form,
      UnaryOperator<Compared> share,
      ComparedSide left,
      ComparedSide right,
      Optional<ObjectChunkLedger> ledger)
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
    public Settings settings(Settings standard) {
      Settings settings =
          pipeline
              .settings(standard, table, AcceptedLoss.ofReplica(table, known()))
              .withRunner(pipeline.stores(table), pipeline.comparisons().threads());
      return ledger.map(settings::withLedger).orElse(settings);
    }

    @Override
    public Instant readSince(Instant now) {
      return ledger.map(ObjectChunkLedger::beganAt).orElse(now);
    }

    @Override
    public Depth depth(Depth standard) {
      return pipeline.depth(table);
    }

    @Override
    public String filter() {
      return table.reconcile().filter();
    }

    @Override
    public Compared share(Compared compared) {
      return share.apply(compared);
    }

    @Override
    public Terms terms() {
      return pipeline.terms(table);
    }

    @Override
    public KnownExceptions known() {
      return new KnownExceptions(
          table.expect(),
          LocalDate.ofInstant(pipeline.context().clock().instant(), ZoneOffset.UTC));
    }
  }
}
