package dev.plumbline.spark.lake;

import java.util.List;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.Table;

/**
 * Files that name deleted rows of a table by their positions and are not part of it yet. Those that
 * no draft has taken are removed at the end.
 */
public final class LakeDeletes implements AutoCloseable {
  private final Table table;
  private final List<DeleteFile> files;
  private boolean taken;

  public LakeDeletes(Table table, List<DeleteFile> files) {
    this.table = table;
    this.files = List.copyOf(files);
  }

  /** The files, which are a draft's from here on. */
  List<DeleteFile> take() {
    taken = true;
    return files;
  }

  @Override
  public void close() {
    if (!taken) {
      files.forEach(file -> table.io().deleteFile(file.location()));
    }
    taken = true;
  }
}
