package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.Due;
import dev.plumbline.core.reconcile.Increments;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Rotation;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.text.Human;
import dev.plumbline.jobs.compare.Compared;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.ledger.RunRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which tables the records of earlier runs spare from being compared in this one. */
final class DueTables {
  /** Further back nobody looks: what was compared before that is due. */
  private static final int RUNS = 200;

  private final JobContext context;
  private final ComparedTables tables;
  private List<ReconcileReport> earlier;

  DueTables(JobContext context, ComparedTables tables) {
    this.context = context;
    this.tables = tables;
  }

  /** Why the table is not compared with its replica now; empty where it is. */
  Optional<String> notDue(TableSpec table) {
    if (table.reconcile().tier().every().isEmpty()) {
      return Optional.empty();
    }
    Instant now = context.clock().instant();
    Duration every = table.reconcile().tier().every().get();
    return Due.sparedBy(table.reconcile().tier(), table.id(), Pair.SOURCE_REPLICA, earlier(), now)
        .map(
            last ->
                "not due: "
                    + last.verdict()
                    + " at "
                    + last.depth().label()
                    + " "
                    + Human.between(last.verifiedAt(), now)
                    + " ago, compared every "
                    + Human.whole(every.toSeconds()));
  }

  /** Which share of the table's rows is compared with the replica now; empty for all of them. */
  Optional<Rotation> rotation(TableSpec table) {
    int slices = table.reconcile().slices();
    return slices == 1
        ? Optional.empty()
        : Optional.of(Rotation.of(slices, table.id(), Pair.SOURCE_REPLICA, earlier()));
  }

  /** Where the comparison of a table with its replica begins; empty where it has no increments. */
  Optional<Increments> increments(TableSpec table) {
    return table
        .reconcile()
        .incremental()
        .map(
            spec ->
                Increments.of(
                    spec,
                    tables.replicatedForm(table).signature() + " " + table.reconcile().filter(),
                    table.id(),
                    Pair.SOURCE_REPLICA,
                    earlier()));
  }

  /** A comparison of a table with its replica, with what earlier ones have proven. */
  Compared told(TableSpec table, Compared compared) {
    return increments(table).map(each -> compared.saying(each::told)).orElse(compared);
  }

  private synchronized List<ReconcileReport> earlier() {
    if (earlier == null) {
      earlier =
          new RunRecords(context.store(), context.env().state())
              .latest(context.pipeline().name(), RUNS).stream()
                  .filter(run -> !run.runId().equals(context.runId().value()))
                  .flatMap(run -> run.reconcile().stream())
                  .toList();
    }
    return earlier;
  }
}
