package dev.plumbline.spark.lake;

import dev.plumbline.core.publish.PublishTable.DataFile;
import java.util.List;

/**
 * The Parquet files that hold a table's rows.
 *
 * @param rows how many rows they hold together
 * @param staged true when they are copies made for loading, which may be removed after it
 */
public record LakeFiles(List<DataFile> files, long rows, boolean staged) {
  public LakeFiles {
    files = List.copyOf(files);
  }
}
