package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.CountsJudge;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.JobContext;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.stores.mysql.MySqlCounts;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.redshift.RedshiftCounts;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.redshift.RelationName;
import dev.plumbline.stores.replica.SourcePosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Row counts of the pairs of which one side is our own copy in the lake. */
final class LakeCounts {
  private final JobContext context;
  private final Engine engine;

  LakeCounts(JobContext context, Engine engine) {
    this.context = context;
    this.engine = engine;
  }

  Compared sourceAgainstBronze(TableSpec table) throws SQLException {
    Instant start = context.clock().instant();
    Endpoint.MySql endpoint =
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    LakeTable bronze = engine.lake().table(Lake.bronzeName(table));
    long bronzeRows = bronze.rowCount();
    long sourceRows;
    boolean still;
    try (Connection connection = MySqlSessions.reading(endpoint, context.secrets()).open()) {
      sourceRows = MySqlCounts.rows(connection, table.source());
      still =
          bronze
              .fact(ExtractStage.SOURCE_POSITION)
              .filter(SourcePosition.read(connection).toString()::equals)
              .isPresent();
    }
    Instant now = context.clock().instant();
    Judgement judgement = CountsJudge.asOf(sourceRows, bronzeRows, still, Pair.SOURCE_BRONZE);
    return Compared.of(
        context,
        table.id(),
        Pair.SOURCE_BRONZE,
        Depth.COUNTS,
        new Side(endpoint.name() + " " + table.source(), sourceRows, now),
        new Side("lake " + bronze.name(), bronzeRows, bronze.committedAt().orElse(now)),
        judgement,
        start);
  }

  /** Both sides are ours: the published copy holds what one run of the lake holds. */
  Compared lakeAgainstRedshift(String id, Pair pair, String lakeName, String redshiftName)
      throws SQLException {
    Instant start = context.clock().instant();
    Endpoint.Redshift warehouse =
        context.env().endpoint(context.pipeline().warehouse(), Endpoint.Redshift.class);
    LakeTable lake = engine.lake().table(lakeName);
    long lakeRows = lake.rowCount();
    long redshiftRows;
    try (RedshiftSession session = RedshiftSessions.of(warehouse, context.secrets()).open()) {
      redshiftRows = counted(RedshiftCounts.rows(session, relation(redshiftName)));
    }
    Instant now = context.clock().instant();
    return Compared.of(
        context,
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
