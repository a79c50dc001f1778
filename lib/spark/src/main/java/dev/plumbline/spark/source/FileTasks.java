package dev.plumbline.spark.source;

import dev.plumbline.spark.lake.FileJob;
import dev.plumbline.spark.lake.LakeRows;
import dev.plumbline.spark.parquet.LakeFileWriter;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Writes MySQL's rows into data files on the executors: each value goes from the server's bytes
 * into a Parquet page, without a row of Spark's in between.
 *
 * @param tasks at most; each writes files of its own, of the rows of several queries
 * @param digests null where the server does not digest the rows
 * @param constants what the table's last columns hold in each row
 */
record FileTasks(
    SparkSession spark,
    MySqlSessions sessions,
    List<RowQuery> queries,
    int tasks,
    PartDigests digests,
    List<Object> constants)
    implements LakeRows.Writer {
  @Override
  public List<DataFile> write(Table table) {
    return FileJob.run(
        spark,
        table,
        "write " + table.name(),
        (context, shared, operation) ->
            context
                .parallelize(queries, Math.min(tasks, queries.size()))
                .mapPartitions(new Part(shared, operation, sessions, digests, constants)));
  }

  /** What a task does with its queries. */
  private record Part(
      Broadcast<Table> table,
      String operation,
      MySqlSessions sessions,
      PartDigests digests,
      List<Object> constants)
      implements FlatMapFunction<Iterator<RowQuery>, DataFile> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<DataFile> call(Iterator<RowQuery> queries) {
      TaskContext task = TaskContext.get();
      try (MySqlSnapshot snapshot = MySqlSnapshot.open(sessions);
          LakeFileWriter writer =
              LakeFileWriter.ofTask(
                  table.value(), operation, constants, PartDigests.form(digests))) {
        return writer
            .write(
                () -> {
                  while (queries.hasNext()) {
                    try (MySqlCursor cursor = new MySqlCursor(queries.next(), snapshot, digests)) {
                      copy(cursor, writer, task);
                    }
                  }
                })
            .iterator();
      }
    }
  }

  /**
   * Adds the rows of a query to a file.
   *
   * @param task that may be ended meanwhile; null on the driver
   */
  static void copy(MySqlCursor cursor, LakeFileWriter writer, TaskContext task) throws IOException {
    Sink sink = new Sink(writer, cursor.columns());
    while (cursor.next(sink)) {
      if (task != null && task.isInterrupted()) {
        task.killTaskIfInterrupted();
      }
      if (cursor.unhashed()) {
        writer.forgetChecksums();
      }
      writer.endRow(cursor.checksums());
    }
  }

  /** Puts values into the pages of their columns. */
  private static final class Sink implements MySqlCursor.Sink {
    private final LakeFileWriter writer;
    private final WireColumn.Form[] forms;

    Sink(LakeFileWriter writer, WireColumn[] columns) {
      this.writer = writer;
      this.forms = new WireColumn.Form[columns.length];
      for (int i = 0; i < columns.length; i++) {
        forms[i] = columns[i].form();
      }
    }

    @Override
    public void value(int ordinal, WireColumn column) {
      switch (forms[ordinal]) {
        case NUMBER -> writer.addNumber(ordinal, column.number);
        case BYTES -> writer.addBytes(ordinal, column.bytes, column.start, column.length);
        case WIDE -> writer.addDecimal(ordinal, column.bytes, column.start, column.length);
      }
    }

    @Override
    public void nothing(int ordinal) {
      writer.addNull(ordinal);
    }
  }
}
