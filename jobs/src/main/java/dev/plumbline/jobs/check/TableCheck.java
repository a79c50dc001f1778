package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.CompareLimits;
import dev.plumbline.core.reconcile.judge.TableComparison.Settings;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.table.TableName;
import dev.plumbline.jobs.compare.Compared;
import dev.plumbline.jobs.compare.Comparisons;
import dev.plumbline.jobs.compare.ReplicaComparison;
import dev.plumbline.jobs.compare.ReplicatedTable;
import dev.plumbline.stores.ledger.FileChunkLedger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Compares one table of a check, going on where its progress says. */
final class TableCheck {
  private final Comparisons comparisons;
  private final Optional<ReplicaComparison> replica;
  private final CheckBook book;
  private final Budget budget;
  private final CompareLimits limits;

  /**
   * @param replica for a live pair; empty where nothing is known of how the target is filled
   * @param chunkRows rows that one statement reads, about
   */
  TableCheck(
      Comparisons comparisons,
      Optional<ReplicaComparison> replica,
      CheckBook book,
      Budget budget,
      long chunkRows) {
    this.comparisons = comparisons;
    this.replica = replica;
    this.book = book;
    this.budget = budget;
    this.limits = CompareLimits.DEFAULT.withChunks(chunkRows);
  }

  /** Connections to the source that one comparison holds: for the rows, and for the fence. */
  int sourceConnections() {
    return replica.isPresent() ? 2 : 1;
  }

  /** Names what is compared and how deep: a result of anything else is not this table's. */
  String what(WorkItem item) {
    return item.fingerprint(comparisons.depth().label());
  }

  /**
   * @throws Budget.SpentException when the budget is over before the table is; what was read is
   *     kept
   */
  Compared compare(WorkItem item) throws SQLException {
    String manner = comparisons.depth() + " " + limits;
    try (FileChunkLedger ledger = book.ledger(item, manner, comparisons.clock().instant())) {
      Compared compared =
          replica.isPresent()
              ? replica.get().compare(new Live(item, ledger))
              : comparisons.compare(
                  item.id(),
                  Pair.SOURCE_TARGET,
                  item.pairing().form(),
                  item.left(),
                  item.right(),
                  settings -> settings(settings, item, ledger),
                  null);
      ledger.discard();
      return compared;
    }
  }

  private Settings settings(Settings standard, WorkItem item, FileChunkLedger ledger) {
    return standard
        .withLimits(limits)
        .withLedger(ledger)
        .withRunner(new BudgetedChunks(item, budget, comparisons.threads()), comparisons.threads());
  }

  /** A table of the source and its replica. */
  private final class Live implements ReplicatedTable {
    private final WorkItem item;
    private final FileChunkLedger ledger;

    Live(WorkItem item, FileChunkLedger ledger) {
      this.item = item;
      this.ledger = ledger;
    }

    @Override
    public String id() {
      return item.id();
    }

    @Override
    public TableName source() {
      return item.name();
    }

    @Override
    public TableForm form() {
      return item.pairing().form();
    }

    @Override
    public ComparedSide left() {
      return item.left();
    }

    @Override
    public ComparedSide right() {
      return item.right();
    }

    @Override
    public Settings settings(Settings standard) {
      return TableCheck.this.settings(standard, item, ledger);
    }

    @Override
    public Instant readSince(Instant now) {
      return ledger.beganAt();
    }
  }
}
