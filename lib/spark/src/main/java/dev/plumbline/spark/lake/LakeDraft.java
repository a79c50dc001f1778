package dev.plumbline.spark.lake;

import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.SparkFailures;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.SnapshotRef;
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
  private static final String BRANCH = "build_";

  private final SparkSession spark;
  private final LakeTable table;
  private final RunId run;
  private final Optional<LakeTable> scratch;

  private LakeDraft(SparkSession spark, LakeTable table, RunId run, Optional<LakeTable> scratch) {
    this.spark = spark;
    this.table = table;
    this.run = run;
    this.scratch = scratch;
  }

  static LakeDraft write(SparkSession spark, LakeTable table, Dataset<Row> rows, RunId run) {
    clear(table);
    if (!table.adapt(rows.schema())) {
      LakeTable scratch = table.scratch();
      scratch.replace(rows, run);
      return new LakeDraft(spark, table, run, Optional.of(scratch));
    }
    LakeDraft draft = new LakeDraft(spark, table, run, Optional.empty());
    table.change("create a branch of", refs -> refs.createBranch(draft.branch()));
    SparkFailures.run(
        "write " + table.name(),
        () -> LakeTable.writer(rows, draft.branchName(), run).overwrite(functions.lit(true)));
    return draft;
  }

  /** The rows of the draft. */
  public Dataset<Row> rows() {
    return scratch.map(LakeTable::rows).orElseGet(() -> spark.table(branchName()));
  }

  /** The rows of the draft, as a session with other settings reads them. */
  public Dataset<Row> rows(SparkSession reader) {
    return reader.table(scratch.map(LakeTable::sparkName).orElseGet(this::branchName));
  }

  /** Makes the draft the table's state, in one commit. */
  public LakeCommit publish() {
    if (scratch.isPresent()) {
      LakeCommit commit = table.replace(scratch.get().rows(), run);
      scratch.get().drop();
      return commit;
    }
    table.change(
        "publish the draft of",
        refs -> refs.fastForwardBranch(SnapshotRef.MAIN_BRANCH, branch()).removeBranch(branch()));
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
