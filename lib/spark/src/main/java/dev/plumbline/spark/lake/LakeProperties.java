package dev.plumbline.spark.lake;

import java.util.Map;

/** What every table of the lake is created with. */
final class LakeProperties {
  /**
   * Row groups are small enough that two writers fit into a heap of 1 GB, and the size of wide rows
   * is looked at early. Zstandard's first level packs nearly as well as its third in half the time,
   * and a dictionary that outgrows 64 KB is given up before it has cost more than it saves. Nobody
   * looks for rows by their run or source, so nothing is kept about these columns' values.
   */
  static final Map<String, String> ALL =
      Map.ofEntries(
          Map.entry("format-version", "2"),
          Map.entry("write.format.default", "parquet"),
          Map.entry("write.parquet.compression-codec", "zstd"),
          Map.entry("write.parquet.compression-level", "1"),
          Map.entry("write.parquet.dict-size-bytes", "65536"),
          Map.entry("write.parquet.stats-enabled.column._run_id", "false"),
          Map.entry("write.parquet.stats-enabled.column._source", "false"),
          Map.entry("write.parquet.row-group-size-bytes", "33554432"),
          Map.entry("write.parquet.row-group-check-min-record-count", "10"),
          Map.entry("write.target-file-size-bytes", "134217728"),
          Map.entry("write.distribution-mode", "none"),
          Map.entry("write.metadata.delete-after-commit.enabled", "true"),
          Map.entry("write.metadata.previous-versions-max", "20"));

  private LakeProperties() {}
}
