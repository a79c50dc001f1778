package dev.plumbline.jobs.stage;

import dev.plumbline.spark.lake.LakeCommit;

/**
 * What the extraction of one table came to.
 *
 * @param read rows that were read from the source
 * @param remark how it was done, for people; empty where there is nothing to say
 */
record Extracted(LakeCommit commit, long read, String remark) {
  /** All rows. */
  static Extracted whole(LakeCommit commit, String remark) {
    return new Extracted(commit, commit.rows(), remark);
  }
}
