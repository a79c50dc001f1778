package dev.plumbline.spark.model;

import dev.plumbline.core.run.QualityReport;
import dev.plumbline.core.run.QuarantineReport;
import dev.plumbline.spark.lake.LakeCommit;
import java.util.List;

/**
 * What building one model did.
 *
 * @param quality the outcome of every rule; empty when the run had built the model before
 */
public record ModelReport(
    LakeCommit commit, List<QuarantineReport> quarantine, List<QualityReport> quality) {
  public ModelReport {
    quarantine = List.copyOf(quarantine);
    quality = List.copyOf(quality);
  }

  /** Rows set aside, for whatever reason. */
  public long rowsQuarantined() {
    return quarantine.stream().mapToLong(QuarantineReport::rows).sum();
  }
}
