package dev.plumbline.spark.lake;

import java.util.Map;

/** What every table of the lake is created with. */
final class LakeProperties {
  /**
   * Row groups are small enough that two writers fit into a heap of 1 GB, and the size of wide rows
   * is looked at early.
   */
  static final Map<String, String> ALL =
      Map.of(
          "format-version", "2",
          "write.format.default", "parquet",
          "write.parquet.compression-codec", "zstd",
          "write.parquet.row-group-size-bytes", "33554432",
          "write.parquet.row-group-check-min-record-count", "10",
          "write.target-file-size-bytes", "134217728",
          "write.distribution-mode", "none",
          "write.metadata.delete-after-commit.enabled", "true",
          "write.metadata.previous-versions-max", "20");

  private LakeProperties() {}
}
