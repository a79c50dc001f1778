package dev.plumbline.spark.lake;

import dev.plumbline.spark.SparkFailures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * What has changed between two states of a table, told from their lists of files: rows of files
 * that have come are new, rows of files that have gone, or that were deleted in files that stayed,
 * are not there any more. Only files in which something has changed are read, by Spark; a row that
 * was rewritten as it was counts as changed.
 */
public final class LakeDifference implements AutoCloseable {
  private static final String FILE = "_file";
  private static final String POSITION = "_pos";
  private static final String DELETED = "_deleted";

  private final SparkSession spark;
  private final Map<String, FileScanTask> before;
  private final Map<String, FileScanTask> after;
  private final ChosenFiles chosen;

  private LakeDifference(
      SparkSession spark,
      LakeTable lake,
      Table table,
      Map<String, FileScanTask> before,
      Map<String, FileScanTask> after) {
    this.spark = spark;
    this.chosen = new ChosenFiles(spark, lake, table);
    this.before = before;
    this.after = after;
  }

  /** Empty where the one is no ancestor of the other. */
  static Optional<LakeDifference> between(
      SparkSession spark, LakeTable lake, Table table, long earlier, long later) {
    if (!SnapshotUtil.isAncestorOf(table, later, earlier)) {
      return Optional.empty();
    }
    Map<String, FileScanTask> before = files(lake, table, earlier);
    Map<String, FileScanTask> after = files(lake, table, later);
    Set<String> same =
        before.keySet().stream()
            .filter(after::containsKey)
            .filter(file -> deletes(before.get(file)).equals(deletes(after.get(file))))
            .collect(Collectors.toSet());
    before.keySet().removeAll(same);
    after.keySet().removeAll(same);
    return Optional.of(new LakeDifference(spark, lake, table, before, after));
  }

  private static Map<String, FileScanTask> files(LakeTable lake, Table table, long snapshot) {
    return SparkFailures.call(
        "list the files of " + lake.name(),
        () -> {
          Map<String, FileScanTask> files = new HashMap<>();
          try (CloseableIterable<FileScanTask> tasks =
              table.newScan().useSnapshot(snapshot).planFiles()) {
            tasks.forEach(task -> files.put(task.file().location(), task));
          }
          return files;
        });
  }

  private static Set<String> deletes(FileScanTask task) {
    return task.deletes().stream().map(LakeDifference::name).collect(Collectors.toSet());
  }

  private static String name(DeleteFile file) {
    return file.location() + "#" + file.contentOffset();
  }

  /** So many rows have come, or gone, at most; from the metadata. */
  public long mostRows() {
    long come = came().mapToLong(task -> task.file().recordCount()).sum();
    long gone = went().mapToLong(task -> task.file().recordCount()).sum();
    Set<String> known = new HashSet<>();
    stayed(before).forEach(task -> known.addAll(deletes(task)));
    for (FileScanTask task : stayed(after).toList()) {
      for (DeleteFile file : task.deletes()) {
        gone += known.add(name(file)) ? file.recordCount() : 0;
      }
    }
    return Math.max(come, gone);
  }

  /**
   * The rows that have come, as files; see {@link LakeSnapshot#files}.
   *
   * @param stagePrefix nothing else may write there
   */
  public LakeFiles fresh(Set<String> asBytes, Map<String, Integer> cutText, String stagePrefix) {
    List<FileScanTask> tasks = came().toList();
    return tasks.isEmpty()
        ? none()
        : some(Staging.copy(spark, chosen.read(tasks), asBytes, cutText, stagePrefix));
  }

  /**
   * The keys of the rows that are not there any more, one for each, as files of these columns.
   *
   * @param stagePrefix nothing else may write there
   */
  public LakeFiles gone(List<String> key, String stagePrefix) {
    Column[] columns = key.stream().map(LakeDifference::quoted).toArray(Column[]::new);
    List<Dataset<Row>> parts = new ArrayList<>();
    List<FileScanTask> went = went().toList();
    if (!went.isEmpty()) {
      parts.add(chosen.read(went).select(columns));
    }
    List<FileScanTask> thinned = stayed(after).toList();
    if (!thinned.isEmpty()) {
      parts.add(deletedSince(columns, thinned));
    }
    return parts.stream()
        .reduce(Dataset::union)
        .map(rows -> some(Staging.copy(spark, rows, Set.of(), Map.of(), stagePrefix)))
        .orElseGet(LakeDifference::none);
  }

  /** The keys of rows that are deleted now and were not before, in files that stayed. */
  private Dataset<Row> deletedSince(Column[] key, List<FileScanTask> thinned) {
    Column[] placed =
        Stream.concat(Stream.of(key), Stream.of(functions.col(FILE), functions.col(POSITION)))
            .toArray(Column[]::new);
    Dataset<Row> now = deleted(thinned, placed);
    List<FileScanTask> thinner = stayed(before).filter(task -> !task.deletes().isEmpty()).toList();
    if (!thinner.isEmpty()) {
      Dataset<Row> earlier =
          deleted(thinner, functions.col(FILE).as("_place"), functions.col(POSITION).as("_at"));
      now =
          now.join(
              earlier,
              now.col(FILE)
                  .equalTo(earlier.col("_place"))
                  .and(now.col(POSITION).equalTo(earlier.col("_at"))),
              "left_anti");
    }
    return now.drop(FILE, POSITION);
  }

  private Dataset<Row> deleted(List<FileScanTask> tasks, Column... columns) {
    return chosen.read(tasks).filter(functions.col(DELETED)).select(columns);
  }

  private Stream<FileScanTask> came() {
    return after.entrySet().stream()
        .filter(file -> !before.containsKey(file.getKey()))
        .map(Map.Entry::getValue);
  }

  private Stream<FileScanTask> went() {
    return before.entrySet().stream()
        .filter(file -> !after.containsKey(file.getKey()))
        .map(Map.Entry::getValue);
  }

  /** Files of both states in which rows were deleted in between, as one of the states has them. */
  private Stream<FileScanTask> stayed(Map<String, FileScanTask> state) {
    return state.entrySet().stream()
        .filter(file -> before.containsKey(file.getKey()) && after.containsKey(file.getKey()))
        .map(Map.Entry::getValue);
  }

  private static LakeFiles some(LakeFiles files) {
    return files.rows() == 0 ? none() : files;
  }

  private static LakeFiles none() {
    return new LakeFiles(List.of(), 0, true);
  }

  private static Column quoted(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** Forgets which files were to be read; what was written from them stays. */
  @Override
  public void close() {
    chosen.close();
  }
}
