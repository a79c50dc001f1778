package dev.plumbline.spark.lake;

import dev.plumbline.spark.parquet.PositionFileWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.spark.TaskContext;

/**
 * Writes, in a task, files that name positions of deleted rows: one for each data file. Of a task
 * that does not come to its end no file is left.
 */
public final class PositionDeletes implements AutoCloseable {
  private final Table table;
  private final OutputFileFactory names;
  private final List<DeleteFile> files = new ArrayList<>();
  private String file;
  private PositionFileWriter writer;
  private boolean finished;

  /**
   * @param table as it travels to executors
   * @param operation in the name of each file
   */
  public PositionDeletes(Table table, TaskContext task, String operation) {
    this.table = table;
    this.names =
        OutputFileFactory.builderFor(table, task.partitionId(), task.taskAttemptId())
            .format(FileFormat.PARQUET)
            .operationId(operation)
            .suffix("deletes")
            .build();
  }

  /**
   * Names a row.
   *
   * @param in location of its data file; all of one file come together
   * @param position greater than the one before in the same file
   * @param partition the data file, where it lies in a partition: its deletes lie there too; else
   *     null
   */
  public void add(String in, long position, DataFile partition) throws IOException {
    if (!in.equals(file)) {
      end();
      writer = begin(in, partition);
      file = in;
    }
    writer.add(position);
  }

  private PositionFileWriter begin(String in, DataFile partition) {
    if (partition == null) {
      return new PositionFileWriter(table, table.spec(), null, names.newOutputFile(), in);
    }
    PartitionSpec spec = table.specs().get(partition.specId());
    StructLike place = partition.partition();
    return new PositionFileWriter(table, spec, place, names.newOutputFile(spec, place), in);
  }

  private void end() throws IOException {
    if (writer != null) {
      files.add(writer.finish());
      abandon();
    }
  }

  private void abandon() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  /** Ends the last file. */
  public List<DeleteFile> finish() throws IOException {
    end();
    finished = true;
    return files;
  }

  @Override
  public void close() {
    abandon();
    if (!finished) {
      files.forEach(written -> table.io().deleteFile(written.location()));
    }
  }
}
