package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.spark.digest.Identities;
import dev.plumbline.spark.digest.KeySet;
import dev.plumbline.spark.digest.KeyedDelete;
import dev.plumbline.spark.digest.KeyedDelete.Found;
import dev.plumbline.spark.digest.WrittenRows;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakePresent;
import dev.plumbline.spark.lake.LakeState;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.ReadDigest;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * A change whose keys fit into memory. The rows stay in the files into which they were read, and
 * the rows that go are found by reading bronze's files, so that it takes three jobs without a plan
 * of Spark's: read, read back, find.
 */
final class SmallChange implements Change {
  private final BronzeStep step;
  private final FreshRows fresh;
  private final WrittenRows written;
  private final Found found;
  private final long before;

  private SmallChange(
      BronzeStep step, FreshRows fresh, WrittenRows written, Found found, long before) {
    this.step = step;
    this.fresh = fresh;
    this.written = written;
    this.found = found;
    this.before = before;
  }

  /** Empty where it is no small one, or bronze has files that only Spark reads. */
  static Optional<Change> of(BronzeStep step, SparkSession spark, FreshRows fresh, GoneKeys gone) {
    Optional<Identities> further = gone.few();
    if (further.isEmpty() || fresh.read() > Identities.MOST || !fresh.parts().fit()) {
      return Optional.empty();
    }
    LakeTable bronze = step.bronze();
    LakePresent present = bronze.present();
    WrittenRows written = fresh.written();
    Optional<Found> found =
        KeySet.of(step.keyForm(), written, further.get())
            .flatMap(keys -> KeyedDelete.of(spark, present, keys, step.digested()));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (new LakeState(bronze).worn(found.get().went().rows())) {
      found.get().deletes().close();
      return Optional.empty();
    }
    return Optional.of(new SmallChange(step, fresh, written, found.get(), bronze.rowCount()));
  }

  @Override
  public long came() {
    return written.digest().rows();
  }

  @Override
  public Optional<TableDigest> expected() {
    return fresh.said().map(ReadDigest::digest);
  }

  @Override
  public TableDigest went() {
    return found.went();
  }

  @Override
  public long after() {
    return before - went().rows() + came();
  }

  @Override
  public long lost() {
    return found.lost();
  }

  @Override
  public LakeDraft draft(Map<String, String> facts) {
    return step.bronze().draft(found.deletes(), fresh.parts(), step.run(), facts);
  }

  @Override
  public Optional<String> wrong(LakeDraft draft) {
    LakeDraft.Counts counts = draft.counts();
    if (counts.came() != came() || counts.went() != went().rows()) {
      return Optional.of(step.wrongCount(before - counts.went() + counts.came(), after()));
    }
    return expected()
        .filter(said -> !written.digest().provesEqual(said))
        .map(said -> step.disagreement(said, written.digest()));
  }

  @Override
  public void close() {
    found.deletes().close();
  }
}
