package dev.plumbline.spark.lake;

import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.SparkFailures;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;

/**
 * What a table that is changed by small steps knows of itself: how far each run got, and how much
 * of it is deleted without being gone from its files.
 */
public final class LakeState {
  /** The fact that says how many rows there are. */
  public static final String ROWS = "rows";

  /** So few files of deleted rows no reader minds. */
  private static final long FEW_DELETE_FILES = 100;

  /** Files of deleted rows for each data file beyond which every reader opens too many. */
  private static final long DELETE_FILES_PER_FILE = 10;

  /** One deleted row among so many makes reading dearer than writing them again once. */
  private static final long RECORDS_PER_DELETED = 5;

  /** So few files no reader minds, however small. */
  private static final long FEW_FILES = 200;

  /** Files that are smaller on average cost more to open than to read. */
  private static final long SMALL_FILE = 4L << 20;

  /** So few deleted rows no reader minds, whatever their share. */
  private static final long FEW_DELETED = 10_000;

  private final LakeTable table;

  public LakeState(LakeTable table) {
    this.table = table;
  }

  /**
   * What a run left here: its own commit, or, where it found nothing to change, the state that it
   * confirmed.
   */
  public Optional<LakeCommit> settled(RunId run) {
    return table.exists() ? table.committed(run).or(() -> confirmed(run)) : Optional.empty();
  }

  private Optional<LakeCommit> confirmed(RunId run) {
    Table loaded = table.load();
    return Optional.ofNullable(loaded.refs().get(LakeTable.tagName(run)))
        .map(ref -> loaded.snapshot(ref.snapshotId()))
        .map(this::unchanged);
  }

  private LakeCommit unchanged(Snapshot snapshot) {
    return new LakeCommit(table.name(), snapshot.snapshotId(), 0, 0, 0, false);
  }

  /**
   * The latest that is known under a name: a note on the present snapshot, else the fact of the
   * newest of its ancestors that keeps one. Whatever a later commit did, it left the rows no older
   * than the fact says.
   */
  public Optional<String> latest(String name) {
    if (!table.exists()) {
      return Optional.empty();
    }
    Optional<String> note = table.note(name);
    if (note.isPresent()) {
      return note;
    }
    String key = LakeTable.factName(name);
    for (Snapshot snapshot : table.history(table.load())) {
      String fact = snapshot.summary().get(key);
      if (fact != null) {
        return Optional.of(fact);
      }
    }
    return Optional.empty();
  }

  /**
   * Says of the present state that a run found nothing to change in it: names it after the run, as
   * a commit of the run would be, and notes what else the run has learned, all at once. A draft
   * that was kept is published with that.
   *
   * @param keep how long it can be read under that name
   */
  public LakeCommit confirm(RunId run, Duration keep, Map<String, String> notes) {
    return SparkFailures.call(
        "note on " + table.name(),
        () -> {
          Transaction change = table.load().newTransaction();
          Snapshot snapshot = table.present(change.table());
          LakeTable.addNotes(change.updateProperties(), snapshot.snapshotId(), notes).commit();
          String tag = LakeTable.tagName(run);
          if (table.isKept(change.table())) {
            LakeDraft.publishKept(change.manageSnapshots()).commit();
          }
          if (!change.table().refs().containsKey(tag)) {
            ManageSnapshots refs = change.manageSnapshots();
            refs.createTag(tag, snapshot.snapshotId()).setMaxRefAgeMs(tag, keep.toMillis());
            refs.commit();
          }
          change.commitTransaction();
          return unchanged(snapshot);
        });
  }

  /**
   * Whether so much would be deleted without being gone, or rows lie in so many small files, that
   * they are better written again.
   *
   * @param more rows that are to be deleted next
   */
  public boolean worn(long more) {
    Snapshot snapshot = table.present(table.load());
    if (snapshot == null) {
      return false;
    }
    long deleted = LakeTable.number(snapshot, SnapshotSummary.TOTAL_POS_DELETES_PROP) + more;
    long files = LakeTable.number(snapshot, SnapshotSummary.TOTAL_DELETE_FILES_PROP);
    long data = LakeTable.number(snapshot, SnapshotSummary.TOTAL_DATA_FILES_PROP);
    boolean many =
        deleted > FEW_DELETED
            && deleted * RECORDS_PER_DELETED
                > LakeTable.number(snapshot, SnapshotSummary.TOTAL_RECORDS_PROP);
    boolean small =
        data > FEW_FILES
            && LakeTable.number(snapshot, SnapshotSummary.TOTAL_FILE_SIZE_PROP) < data * SMALL_FILE;
    return many || small || files >= Math.max(FEW_DELETE_FILES, DELETE_FILES_PER_FILE * data);
  }
}
