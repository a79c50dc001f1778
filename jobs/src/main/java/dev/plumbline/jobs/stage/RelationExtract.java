package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.BucketDigest;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.reconcile.measure.SourceDigest;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.Origin;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.digest.LakeDigest;
import dev.plumbline.spark.lake.LakeCommit;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.BronzeRows;
import dev.plumbline.spark.source.PostgresSource;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.PostgresDigestDialect;
import dev.plumbline.stores.postgres.PostgresColumns;
import dev.plumbline.stores.postgres.PostgresSessions;
import dev.plumbline.stores.postgres.PostgresSnapshot;
import dev.plumbline.stores.postgres.PostgresTables;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One table of a PostgreSQL database → bronze. All ranges are read in one snapshot, in which the
 * server digests the rows as well; what was written is compared with that before anybody sees it.
 */
final class RelationExtract {
  private final JobContext context;
  private final Engine engine;
  private final TableSpec table;
  private final Endpoint.Postgres endpoint;
  private final TableName name;

  RelationExtract(JobContext context, Engine engine, TableSpec table, Origin.Relation origin) {
    this.context = context;
    this.engine = engine;
    this.table = table;
    this.endpoint = context.env().endpoint(origin.endpoint(), Endpoint.Postgres.class);
    this.name = origin.name();
  }

  /**
   * Replaces bronze in one commit.
   *
   * @throws SourceException when the source fails, or what was written is not what it says
   */
  LakeCommit replace(LakeTable bronze) {
    Instant readAt = context.clock().instant();
    try (PostgresSnapshot snapshot =
        PostgresSnapshot.open(PostgresSessions.of(endpoint, context.secrets()))) {
      StoreTable actual = describe(snapshot);
      PostgresColumns columns = PostgresColumns.of(table, actual);
      LakeDraft draft =
          bronze.draft(
              BronzeRows.stamp(
                  new PostgresSource(engine.spark(), snapshot).rows(table, actual, columns),
                  context.runId(),
                  readAt,
                  endpoint.name() + ":" + name),
              context.runId());
      if (!table.extraction().proof()) {
        return draft.publish();
      }
      TableDigest said = said(snapshot, columns);
      TableDigest written = LakeDigest.of(bronze.name(), draft.rows(), columns.form());
      if (!written.provesEqual(said)) {
        draft.discard();
        throw new SourceException(
            TableExtract.disagreement(table, said, written) + "; nothing was published");
      }
      return draft.publish(
          Map.of(TableExtract.SOURCE_DIGEST, Json.line(new SourceDigest(readAt, said, 0))));
    }
  }

  private StoreTable describe(PostgresSnapshot snapshot) {
    return PostgresTables.read(snapshot.connection(), endpoint.name()).stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SourceException(
                    "Cannot extract "
                        + table.id()
                        + ": "
                        + endpoint.name()
                        + " has no table "
                        + name
                        + ", or the account may not read it"));
  }

  /** What the server says of all rows, in the snapshot in which they are read. */
  private TableDigest said(PostgresSnapshot snapshot, PostgresColumns columns) {
    TableForm form = columns.form();
    JdbcSide side =
        new JdbcSide(
            PostgresDigestDialect.INSTANCE,
            form,
            new ComparedTable(
                endpoint.name() + " " + name,
                List.of(name.schema(), name.table()),
                columns.stored(),
                ""),
            snapshot.readers());
    Bucketing one = form.keyless() ? new Bucketing.ByRowHash(1) : new Bucketing.ByKeyHash(1);
    TableDigest said = TableDigest.empty(form);
    try (ComparedStore store = side.open()) {
      for (BucketDigest digest : store.digests(new Chunk(0, KeyRange.ALL, one), 1)) {
        said =
            said.plus(
                new TableDigest(
                    form.signature(), digest.rows(), digest.unhashed(), digest.lanes()));
      }
    }
    return said;
  }
}
