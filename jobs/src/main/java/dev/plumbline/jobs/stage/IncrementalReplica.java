package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.Increment;
import dev.plumbline.core.reconcile.Increments;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.CursorSpec.Deletes;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.text.Human;
import dev.plumbline.jobs.compare.Compared;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.mysql.CursorReader;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A table against its replica by increments: the rows that were written since the last proof, and
 * the keys of all, since a deleted row is written no more.
 */
final class IncrementalReplica {
  private final JobContext context;
  private final ReplicaTables replica;

  IncrementalReplica(JobContext context, ReplicaTables replica) {
    this.context = context;
    this.replica = replica;
  }

  /**
   * @param increments by the record of earlier runs
   */
  Compared compare(TableSpec table, Increments increments) throws SQLException {
    CursorSpec cursor = table.reconcile().incremental().orElseThrow().cursor();
    Instant start = context.clock().instant();
    Optional<BigInteger> least = increments.least(start);
    Increment planned = increments.next(start, greatest(table, cursor));
    TableForm form = replica.form(table);
    Compared written =
        replica.compare(
            table,
            form,
            side -> least.map(from -> side.since(cursor, from)).orElse(side),
            UnaryOperator.identity());
    Increment next = resumed(written, start) ? planned.staying() : planned;
    if (least.isEmpty()) {
      return written.of(next, through(written), List.of());
    }
    boolean all = cursor.deletes() == Deletes.DIGEST;
    Compared keys = written;
    if (all && equal(written)) {
      keys = replica.compare(table, form.ofKeys(), side -> side, UnaryOperator.identity());
    }
    Instant through = through(keys) == null ? null : through(written);
    Compared told = equal(keys) ? written : keys;
    return told.of(next, through, words(next, all));
  }

  private static List<String> words(Increment next, boolean keys) {
    return List.of(
        "rows with "
            + next.column()
            + " from "
            + next.from()
            + " on"
            + (keys ? " and the keys of all" : "")
            + "; all rows were equal at "
            + Human.instant(next.whole()));
  }

  private Optional<BigInteger> greatest(TableSpec table, CursorSpec cursor) throws SQLException {
    Endpoint.MySql source =
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    try (Connection connection = MySqlSessions.reading(source, context.secrets()).open()) {
      return new CursorReader(table, cursor).bound(connection);
    }
  }

  /** Another process began to read, before this one saw how far the column has come. */
  private static boolean resumed(Compared written, Instant start) {
    return through(written) != null && through(written).isBefore(start);
  }

  private static boolean equal(Compared compared) {
    Verdict verdict = compared.report().verdict();
    return verdict == Verdict.MATCH || verdict == Verdict.EXPECTED_LOSS;
  }

  private static Instant through(Compared compared) {
    return compared.report().verifiedThrough();
  }
}
