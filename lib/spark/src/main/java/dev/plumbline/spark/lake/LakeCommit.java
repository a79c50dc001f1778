package dev.plumbline.spark.lake;

/**
 * What one run committed to a table, as the snapshot's summary says it.
 *
 * @param table such as {@code bronze_blog.users}
 * @param rows rows that the commit wrote
 * @param bytes bytes of the data files that it wrote
 * @param repeated true when the run had committed before and nothing was done now
 */
public record LakeCommit(
    String table, long snapshotId, long rows, long bytes, long files, boolean repeated) {

  /** The same commit, found again by a repeated run. */
  public LakeCommit again() {
    return new LakeCommit(table, snapshotId, rows, bytes, files, true);
  }
}
