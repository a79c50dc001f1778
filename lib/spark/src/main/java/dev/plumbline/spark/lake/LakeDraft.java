package dev.plumbline.spark.lake;

import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.SparkFailures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The next state of a table, which readers see only once it is published.
 *
 * <p>It lies on a branch of the table; where a column goes or changes its type, which a branch
 * cannot hide, it lies in a table of its own until then.
 */
public final class LakeDraft {
  /** The branch of a draft that was kept. */
  static final String KEPT = "unproven";

  private static final String BRANCH = "build_";

  private final SparkSession spark;
  private final LakeTable table;
  private final RunId run;
  private final Map<String, String> facts;
  private final Optional<LakeTable> scratch;
  private boolean wholeFiles;

  private LakeDraft(
      SparkSession spark,
      LakeTable table,
      RunId run,
      Map<String, String> facts,
      Optional<LakeTable> scratch) {
    this.spark = spark;
    this.table = table;
    this.run = run;
    this.facts = facts;
    this.scratch = scratch;
  }

  static LakeDraft write(
      SparkSession spark, LakeTable table, LakeRows rows, RunId run, Map<String, String> facts) {
    clear(table);
    if (!table.adapt(rows.rows().schema())) {
      LakeTable scratch = table.scratch();
      scratch.replace(rows.rows(), run);
      return new LakeDraft(spark, table, run, facts, Optional.of(scratch));
    }
    LakeDraft draft = new LakeDraft(spark, table, run, facts, Optional.empty());
    Table target = table.load();
    if (rows.files().isPresent() && writesFiles(target)) {
      draft.replace(target, rows.files().get().write(target));
      return draft;
    }
    table.change("create a branch of", refs -> refs.createBranch(draft.branch()));
    SparkFailures.run(
        "write " + table.name(),
        () ->
            LakeTable.withFacts(LakeTable.writer(rows.rows(), draft.branchName(), run), facts)
                .overwrite(functions.lit(true)));
    return draft;
  }

  /** Whether files that tasks write themselves are as the table's properties want them. */
  static boolean writesFiles(Table table) {
    Map<String, String> properties = table.properties();
    return table.spec().isUnpartitioned()
        && table.sortOrder().isUnsorted()
        && properties.getOrDefault("write.format.default", "parquet").equals("parquet")
        && properties.getOrDefault("write.parquet.compression-codec", "zstd").equals("zstd");
  }

  /**
   * Makes these files the draft, in one commit. The branch is there before: a commit that makes its
   * branch counts its totals from nothing, less what it removes.
   */
  private void replace(Table target, List<DataFile> files) {
    SparkFailures.run(
        "write " + table.name(),
        () -> {
          if (target.currentSnapshot() != null) {
            target.manageSnapshots().createBranch(branch()).commit();
          }
          OverwriteFiles change =
              target
                  .newOverwrite()
                  .overwriteByRowFilter(Expressions.alwaysTrue())
                  .toBranch(branch());
          files.forEach(change::addFile);
          LakeTable.summary(run, facts).forEach(change::set);
          change.commit();
        });
    wholeFiles = true;
  }

  /**
   * A draft on a branch, in two snapshots of which the last has the run's facts: one in which rows
   * are deleted, by files that name their positions, and one in which others are added.
   */
  static LakeDraft change(
      SparkSession spark,
      LakeTable table,
      Dataset<Row> gone,
      Dataset<Row> fresh,
      RunId run,
      Map<String, String> facts) {
    clear(table);
    LakeDraft draft = new LakeDraft(spark, table, run, facts, Optional.empty());
    table.change("create a branch of", refs -> draft.begin(table.load(), refs));
    new LakeDelete(spark, table, draft.branch()).run(gone);
    SparkFailures.run(
        "write " + table.name(),
        () ->
            LakeTable.withFacts(LakeTable.writer(fresh, draft.branchName(), run), facts).append());
    return draft;
  }

  /**
   * The same of files that are written already, in one snapshot.
   *
   * @param gone of the present snapshot
   */
  static LakeDraft change(
      SparkSession spark,
      LakeTable table,
      LakeDeletes gone,
      LakeParts fresh,
      RunId run,
      Map<String, String> facts) {
    clear(table);
    LakeDraft draft = new LakeDraft(spark, table, run, facts, Optional.empty());
    SparkFailures.run(
        "write " + table.name(),
        () -> {
          Transaction change = table.load().newTransaction();
          draft.begin(change.table(), change.manageSnapshots()).commit();
          RowDelta delta = change.newRowDelta().toBranch(draft.branch());
          gone.take().forEach(delta::addDeletes);
          fresh.take().forEach(delta::addRows);
          LakeTable.summary(run, facts).forEach(delta::set);
          delta.commit();
          change.commitTransaction();
        });
    return draft;
  }

  /** Makes the branch where the table's present state is. */
  private ManageSnapshots begin(Table loaded, ManageSnapshots refs) {
    Snapshot present = table.present(loaded);
    return present == null
        ? refs.createBranch(branch())
        : refs.createBranch(branch(), present.snapshotId());
  }

  /** How many rows came with its last snapshot, and how many went, by their files. */
  public record Counts(long came, long went) {}

  /** What the draft's last snapshot says of itself; not for one in a table of its own. */
  public Counts counts() {
    Table loaded = table.load();
    Snapshot snapshot = loaded.snapshot(loaded.refs().get(branch()).snapshotId());
    return new Counts(
        LakeTable.number(snapshot, SnapshotSummary.ADDED_RECORDS_PROP),
        LakeTable.number(snapshot, SnapshotSummary.ADDED_POS_DELETES_PROP));
  }

  /** The rows of the draft. */
  public Dataset<Row> rows() {
    return scratch.map(LakeTable::rows).orElseGet(() -> spark.table(branchName()));
  }

  /**
   * The files in which the draft's rows lie, as its snapshot names them; empty where rows may be
   * elsewhere, or not all of what the files hold.
   */
  public Optional<LakeDraftFiles> files() {
    return wholeFiles
        ? SparkFailures.call(
            "find the files of " + table.name(),
            () -> LakeDraftFiles.of(spark, table.load(), branch()))
        : Optional.empty();
  }

  /** The rows of the draft, as a session with other settings reads them. */
  public Dataset<Row> rows(SparkSession reader) {
    return reader.table(scratch.map(LakeTable::sparkName).orElseGet(this::branchName));
  }

  /**
   * Keeps the draft for a later run, which goes on with it ({@link LakeTable#unproven}); until that
   * is published nobody sees it. One that was kept before is forgotten. For a table into which
   * nothing was ever written.
   */
  public void keep() {
    Map<String, SnapshotRef> present = table.load().refs();
    long snapshot = present.get(branch()).snapshotId();
    table.change(
        "keep the draft of",
        refs ->
            (present.containsKey(KEPT) ? refs.removeBranch(KEPT) : refs)
                .createBranch(KEPT, snapshot)
                .removeBranch(branch()));
  }

  /** Makes the draft that was kept the table's state. */
  static ManageSnapshots publishKept(ManageSnapshots refs) {
    return refs.fastForwardBranch(SnapshotRef.MAIN_BRANCH, KEPT).removeBranch(KEPT);
  }

  /** Makes the draft the table's state, in one commit. */
  public LakeCommit publish() {
    return publish(Map.of());
  }

  /**
   * The same, with notes on the new state that are visible together with it; see {@link
   * LakeTable#note}.
   */
  public LakeCommit publish(Map<String, String> notes) {
    if (scratch.isPresent()) {
      LakeCommit commit = table.replace(scratch.get().rows(), run, facts);
      scratch.get().drop();
      table.note(commit, notes);
      if (table.load().refs().containsKey(KEPT)) {
        table.change("remove a branch of", refs -> refs.removeBranch(KEPT));
      }
      return commit;
    }
    SparkFailures.run(
        "publish the draft of " + table.name(),
        () -> {
          Transaction change = table.load().newTransaction();
          long snapshot = change.table().refs().get(branch()).snapshotId();
          LakeTable.addNotes(change.updateProperties(), snapshot, notes).commit();
          ManageSnapshots refs = change.manageSnapshots();
          refs.fastForwardBranch(SnapshotRef.MAIN_BRANCH, branch()).removeBranch(branch());
          if (change.table().refs().containsKey(KEPT)) {
            refs.removeBranch(KEPT);
          }
          refs.commit();
          change.commitTransaction();
        });
    return table
        .committed(run)
        .orElseThrow(
            () -> new IllegalStateException("no snapshot of run " + run + " in " + table.name()));
  }

  /** Removes the draft; the table stays as it was. */
  public void discard() {
    clear(table);
  }

  /** Removes every draft of the table: a run is alone with it, so any other is a dead run's. */
  private static void clear(LakeTable table) {
    LakeTable scratch = table.scratch();
    if (scratch.exists()) {
      scratch.drop();
    }
    if (!table.exists()) {
      return;
    }
    List<String> branches =
        table.load().refs().entrySet().stream()
            .filter(ref -> ref.getValue().isBranch() && ref.getKey().startsWith(BRANCH))
            .map(ref -> ref.getKey())
            .toList();
    for (String branch : branches) {
      table.change("remove a branch of", refs -> refs.removeBranch(branch));
    }
  }

  private String branch() {
    return BRANCH + run.value();
  }

  private String branchName() {
    return table.sparkName() + ".`branch_" + branch() + "`";
  }
}
