package dev.plumbline.jobs.compare;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.KnownExceptions;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.TableComparison.Settings;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.table.TableName;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A table of the source whose zero-ETL replica is compared with it. */
public interface ReplicatedTable {
  /** How reports call it. */
  String id();

  /** The table at the source; the replica has the same name in the integration's database. */
  TableName source();

  TableForm form();

  ComparedSide left() throws SQLException;

  ComparedSide right();

  /** What is particular to the table: accepted losses, limits, where progress is kept. */
  Settings settings(Settings standard);

  /**
   * The deepest rung to go to.
   *
   * @param standard where nothing is declared
   */
  default Depth depth(Depth standard) {
    return standard;
  }

  /** A condition in SQL that rows must meet; empty for all rows. */
  default String filter() {
    return "";
  }

  /** What is declared of the comparison. */
  default Terms terms() {
    return Terms.NONE;
  }

  /** The comparison, saying of which share of the rows it speaks. */
  default Compared share(Compared compared) {
    return compared;
  }

  /** What is known of differences beforehand. */
  default KnownExceptions known() {
    return new KnownExceptions(List.of(), LocalDate.EPOCH);
  }

  /**
   * From when on the comparison's reading counts.
   *
   * @param now when this process begins to read; one that goes on with another's work read earlier
   */
  default Instant readSince(Instant now) {
    return now;
  }
}
