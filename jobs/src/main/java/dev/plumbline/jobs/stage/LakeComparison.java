package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.reconcile.CountsJudge;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.SourceDigest;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.compare.Compared;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.digest.LakeDigest;
import dev.plumbline.spark.digest.LakeSide;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeState;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.PassingDigest;
import dev.plumbline.stores.ledger.ObjectChunkLedger;
import dev.plumbline.stores.mysql.MySqlCounts;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.redshift.RedshiftCounts;
import dev.plumbline.stores.redshift.RedshiftLedger;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.redshift.RelationName;
import dev.plumbline.stores.replica.SourcePosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The pairs of which one side is our own copy in the lake. */
final class LakeComparison {
  private final JobContext context;
  private final Engine engine;
  private final PipelineComparisons comparisons;

  LakeComparison(JobContext context, Engine engine, PipelineComparisons comparisons) {
    this.context = context;
    this.engine = engine;
    this.comparisons = comparisons;
  }

  /** Rows that are filtered are counted as a comparison counts them. */
  private boolean countsOnly(TableSpec table) {
    return comparisons.depth(table) == Depth.COUNTS && table.reconcile().filter().isEmpty();
  }

  Compared sourceAgainstBronze(TableSpec table) throws SQLException {
    if (countsOnly(table)) {
      return countSource(table);
    }
    Instant start = context.clock().instant();
    TableForm whole = comparisons.tables().wholeForm(table);
    TableForm form = comparisons.tables().form(table);
    LakeTable bronze = engine.lake().table(Lake.bronzeName(table));
    JdbcSide source = comparisons.tables().source(table, form);
    TableForm passing = PassingDigest.form(table);
    Optional<SourceDigest> said =
        TableExtract.sourceDigest(bronze)
            .filter(digest -> whole.strength() == DigestStrength.STANDARD)
            .filter(digest -> digest.digest().form().equals(passing.signature()));
    if (said.isPresent() && holds(bronze, passing, said.get())) {
      return Compared.proven(
          table.id(),
          Pair.SOURCE_BRONZE,
          whole,
          new Side(source.table().label(), said.get().digest().rows(), said.get().readAt()),
          new Side("lake " + bronze.name(), said.get().digest().rows(), committed(bronze)),
          said.get().zeroDates(),
          start,
          context.clock().instant());
    }
    LakeSide lake = new LakeSide(bronze, form, table.reconcile().filter());
    Optional<ObjectChunkLedger> ledger =
        comparisons.ledger(table, Pair.SOURCE_BRONZE, form, source, lake);
    Compared compared =
        comparisons.compare(
            table,
            Pair.SOURCE_BRONZE,
            form,
            source,
            lake,
            ledger.map(ObjectChunkLedger::beganAt).orElse(start),
            settings -> ledger.map(settings::withLedger).orElse(settings));
    comparisons.done(ledger);
    boolean differs = compared.report().verdict() == Verdict.MISMATCH;
    // Where bronze is not what the source gave, it is wrong whatever the source holds by now.
    boolean excused = differs && said.isEmpty() && !still(bronze);
    return excused
        ? compared.sourceMovedOn(context.command("run --select " + table.id()))
        : compared;
  }

  /** The source as it is now, whatever it gave when bronze was extracted. */
  Compared sourceAsNowAgainstBronze(TableSpec table) throws SQLException {
    TableForm form = comparisons.tables().form(table);
    LakeTable bronze = engine.lake().table(Lake.bronzeName(table));
    return comparisons.compare(
        table,
        Pair.SOURCE_BRONZE,
        form,
        comparisons.tables().source(table, form),
        new LakeSide(bronze, form, table.reconcile().filter()),
        context.clock().instant());
  }

  /**
   * Whether bronze still holds what the source gave. Where this run has written all of it, it has
   * seen so; where it has written a part, only that.
   */
  private boolean holds(LakeTable bronze, TableForm form, SourceDigest said) {
    boolean whole = said.derived().isEmpty();
    return (whole && bronze.committed(context.runId()).isPresent())
        || LakeDigest.of(bronze.name(), bronze.rowsNow(), form).provesEqual(said.digest());
  }

  private Instant committed(LakeTable lake) {
    return lake.committedAt().orElse(context.clock().instant());
  }

  /** Whether the source has committed nothing since bronze was read. */
  private boolean still(LakeTable bronze) throws SQLException {
    Endpoint.MySql endpoint =
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    try (Connection connection = MySqlSessions.reading(endpoint, context.secrets()).open()) {
      return new LakeState(bronze)
          .latest(TableExtract.SOURCE_POSITION)
          .filter(SourcePosition.read(connection).toString()::equals)
          .isPresent();
    }
  }

  Compared bronzeAgainstFallback(TableSpec table) throws SQLException {
    if (countsOnly(table)) {
      return count(
          table.id(), Pair.BRONZE_FALLBACK, Lake.bronzeName(table), Stages.fallbackName(table));
    }
    TableForm form = comparisons.tables().form(table);
    LakeTable bronze = engine.lake().table(Lake.bronzeName(table));
    LakeSide left = new LakeSide(bronze, form, table.reconcile().filter());
    PublishedSide right =
        published(comparisons.tables().fallback(table, form), Stages.fallbackName(table));
    Optional<ObjectChunkLedger> ledger =
        known(right)
            .flatMap(side -> comparisons.ledger(table, Pair.BRONZE_FALLBACK, form, left, side));
    Compared compared =
        comparisons.compare(
            table,
            Pair.BRONZE_FALLBACK,
            form,
            left,
            right,
            TableExtract.sourceDigest(bronze).map(SourceDigest::readAt).orElse(null),
            settings -> ledger.map(settings::withLedger).orElse(settings));
    comparisons.done(ledger);
    return compared;
  }

  private PublishedSide published(JdbcSide side, String table) throws SQLException {
    Endpoint.Redshift warehouse =
        context.env().endpoint(context.pipeline().warehouse(), Endpoint.Redshift.class);
    try (RedshiftSession session = RedshiftSessions.of(warehouse, context.secrets()).open()) {
      return new PublishedSide(side, RedshiftLedger.lastPublished(session, table).orElse(""));
    }
  }

  /**
   * Of which it can be told whether it is still the same: of no other is progress worth a thing.
   */
  private static Optional<PublishedSide> known(PublishedSide side) {
    return Optional.of(side).filter(published -> !published.state().isEmpty());
  }

  Compared modelAgainstRedshift(ModelSpec model) throws SQLException {
    if (comparisons.depth() == Depth.COUNTS) {
      return count(model.table(), Pair.LAKE_REDSHIFT, model.table(), model.table());
    }
    TableForm form = comparisons.tables().form(model);
    LakeTable lake = engine.lake().table(model.table());
    LakeSide left = new LakeSide(lake, form, "");
    PublishedSide right = published(comparisons.tables().redshift(model, form), model.table());
    Optional<ObjectChunkLedger> ledger =
        known(right)
            .flatMap(side -> comparisons.ledger(model, Pair.LAKE_REDSHIFT, form, left, side));
    Compared compared =
        comparisons.compare(
            model,
            Pair.LAKE_REDSHIFT,
            form,
            left,
            right,
            settings -> ledger.map(settings::withLedger).orElse(settings));
    comparisons.done(ledger);
    return compared;
  }

  private Compared countSource(TableSpec table) throws SQLException {
    Instant start = context.clock().instant();
    Endpoint.MySql endpoint =
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    LakeTable bronze = engine.lake().table(Lake.bronzeName(table));
    long bronzeRows = bronze.rowCount();
    long sourceRows;
    try (Connection connection = MySqlSessions.reading(endpoint, context.secrets()).open()) {
      sourceRows = MySqlCounts.rows(connection, table.source(), "");
    }
    Instant now = context.clock().instant();
    Judgement judgement =
        CountsJudge.asOf(sourceRows, bronzeRows, still(bronze), Pair.SOURCE_BRONZE);
    return comparisons
        .comparisons()
        .counted(
            table.id(),
            Pair.SOURCE_BRONZE,
            Depth.COUNTS,
            new Side(endpoint.name() + " " + table.source(), sourceRows, now),
            new Side("lake " + bronze.name(), bronzeRows, bronze.committedAt().orElse(now)),
            judgement,
            start);
  }

  private Compared count(String id, Pair pair, String lakeName, String redshiftName)
      throws SQLException {
    Instant start = context.clock().instant();
    Endpoint.Redshift warehouse =
        context.env().endpoint(context.pipeline().warehouse(), Endpoint.Redshift.class);
    LakeTable lake = engine.lake().table(lakeName);
    long lakeRows = lake.rowCount();
    long redshiftRows;
    try (RedshiftSession session = RedshiftSessions.of(warehouse, context.secrets()).open()) {
      redshiftRows = counted(RedshiftCounts.rows(session, relation(redshiftName), ""));
    }
    Instant now = context.clock().instant();
    return comparisons
        .comparisons()
        .counted(
            id,
            pair,
            Depth.COUNTS,
            new Side("lake " + lakeName, lakeRows, lake.committedAt().orElse(now)),
            new Side(warehouse.name() + " " + redshiftName, redshiftRows, now),
            CountsJudge.asOf(lakeRows, redshiftRows, true, pair),
            start);
  }

  private static RelationName relation(String name) {
    String[] parts = name.split("\\.", 2);
    return RelationName.of(parts[0], parts[1]);
  }

  private static long counted(RedshiftCounts.Count count) {
    if (count instanceof RedshiftCounts.Count.Rows rows) {
      return rows.rows();
    }
    throw new PublishException(((RedshiftCounts.Count.Unreadable) count).reason());
  }
}
