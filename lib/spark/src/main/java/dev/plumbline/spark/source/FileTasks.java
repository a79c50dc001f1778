package dev.plumbline.spark.source;

import dev.plumbline.spark.lake.FileJob;
import dev.plumbline.spark.lake.LakeRows;
import dev.plumbline.spark.parquet.LakeFileWriter;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Writes MySQL's rows into data files on the executors: each value goes from the server's bytes
 * into a Parquet page, without a row of Spark's in between.
 *
 * @param digests null where the server does not digest the rows
 * @param constants what the table's last columns hold in each row
 */
record FileTasks(
    SparkSession spark,
    MySqlSessions sessions,
    List<RowQuery> queries,
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
                    .parallelize(queries, queries.size())
                    .map(new Part(shared, operation, sessions, digests, constants)))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** What a task does with its query. */
  private record Part(
      Broadcast<Table> table,
      String operation,
      MySqlSessions sessions,
      PartDigests digests,
      List<Object> constants)
      implements Function<RowQuery, List<DataFile>> {
    private static final long serialVersionUID = 1L;

    @Override
    public List<DataFile> call(RowQuery query) {
      TaskContext task = TaskContext.get();
      try (MySqlCursor cursor = new MySqlCursor(query, sessions, digests);
          LakeFileWriter writer =
              new LakeFileWriter(
                  table.value(), query.number(), task.taskAttemptId(), operation, constants)) {
        return new ArrayList<>(write(cursor, writer, task));
      }
    }

    private static List<DataFile> write(
        MySqlCursor cursor, LakeFileWriter writer, TaskContext task) {
      boolean finished = false;
      try {
        Sink sink = new Sink(writer, cursor.columns());
        while (cursor.next(sink)) {
          if (task.isInterrupted()) {
            task.killTaskIfInterrupted();
          }
          writer.endRow();
        }
        List<DataFile> files = writer.finish();
        finished = true;
        return files;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        if (!finished) {
          writer.abort();
        }
      }
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
