package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.spark.digest.DigestedFiles;
import dev.plumbline.spark.digest.LakeDigest;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakeRows;
import dev.plumbline.spark.lake.LakeState;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.BronzeRows;
import dev.plumbline.spark.source.ReadDigest;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A change of any size, worked out by Spark's joins. */
final class LargeChange implements Change {
  private static final Logger LOG = LoggerFactory.getLogger(LargeChange.class);

  private final BronzeStep step;
  private final FreshRows fresh;
  private final LakeTable bronze;
  private final FreshRows.Keys keys;
  private final Dataset<Row> rows;
  private final Optional<TableDigest> expected;
  private final Optional<Dataset<Row>> gone;
  private final TableDigest went;
  private final long before;

  LargeChange(BronzeStep step, FreshRows fresh, GoneKeys further) {
    this.step = step;
    this.fresh = fresh;
    this.bronze = step.bronze();
    this.keys = fresh.keys(further.inBronze().get());
    this.rows = fresh.rows();
    this.expected = fresh.said().map(ReadDigest::digest).map(this::written);
    this.gone =
        keys.count() == 0
            ? Optional.empty()
            : Optional.of(fresh.laid("went", bronze.under(keys.rows())));
    this.went = gone.map(this::digest).orElseGet(() -> TableDigest.empty(step.form()));
    this.before = bronze.rowCount();
  }

  /** Where rows came twice, what is written is not what was said; so the reading is proven. */
  private TableDigest written(TableDigest said) {
    if (!fresh.twice()) {
      return said;
    }
    TableDigest read = LakeDigest.of(bronze.name(), fresh.all(), step.form());
    if (!read.provesEqual(said)) {
      throw new SourceException(step.disagreement(said, read) + "; nothing was published");
    }
    return LakeDigest.of(bronze.name(), rows, step.form());
  }

  private TableDigest digest(Dataset<Row> some) {
    if (step.proven()) {
      return LakeDigest.of(bronze.name(), some, step.form());
    }
    TableDigest none = TableDigest.empty(step.form());
    return new TableDigest(none.form(), some.count(), 0, none.lanes());
  }

  @Override
  public long came() {
    return keys.count() - keys.unread();
  }

  @Override
  public Optional<TableDigest> expected() {
    return expected;
  }

  @Override
  public TableDigest went() {
    return went;
  }

  @Override
  public long after() {
    return before - went.rows() + came();
  }

  @Override
  public long lost() {
    return keys.unread() == 0 ? 0 : gone.map(fresh::unread).orElse(0L);
  }

  @Override
  public LakeDraft draft(Map<String, String> facts) {
    Dataset<Row> come = BronzeRows.stamp(rows, step.run(), fresh.at(), step.source());
    if (!new LakeState(bronze).worn(went.rows())) {
      return bronze.draft(gone.orElseThrow(), come, step.run(), facts);
    }
    LOG.info(
        "writing {} again: too many rows of its files are deleted, or the files are too small",
        bronze.name());
    Dataset<Row> present = bronze.rowsNow();
    Dataset<Row> stay = present.join(keys.rows(), same(present, keys.rows()), "left_anti");
    Dataset<Row> all = stay.unionByName(come);
    LakeRows anew =
        step.proven()
            ? new LakeRows(all, Optional.of(new DigestedFiles(all, step.form())))
            : LakeRows.of(all);
    return bronze.draft(anew, step.run(), facts);
  }

  private Column same(Dataset<Row> some, Dataset<Row> others) {
    Column same = functions.lit(true);
    for (String name : step.form().key()) {
      String quoted = "`" + name.replace("`", "``") + "`";
      same = same.and(some.col(quoted).eqNullSafe(others.col(quoted)));
    }
    return same;
  }

  @Override
  public Optional<String> wrong(LakeDraft draft) {
    long count = draft.rows().count();
    if (count != after()) {
      return Optional.of(step.wrongCount(count, after()));
    }
    if (expected.isEmpty()) {
      return Optional.empty();
    }
    Dataset<Row> mine =
        draft
            .rows()
            .where(functions.col(BronzeRows.METADATA.get(1)).equalTo(functions.lit(fresh.at())))
            .where(functions.col(BronzeRows.METADATA.get(0)).equalTo(step.run().value()));
    TableDigest written = LakeDigest.of(bronze.name(), mine, step.form());
    return written.provesEqual(expected.get())
        ? Optional.empty()
        : Optional.of(step.disagreement(expected.get(), written));
  }

  @Override
  public void close() {
    // What was laid down is removed with the rows that were read.
  }
}
