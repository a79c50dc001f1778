package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.spark.lake.FileJob;
import dev.plumbline.spark.lake.LakeDeletes;
import dev.plumbline.spark.lake.LakePresent;
import dev.plumbline.spark.lake.PositionDeletes;
import dev.plumbline.spark.parquet.LakeFileReader;
import dev.plumbline.spark.parquet.RowChecksums;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Finds the rows of a table under a few keys, and writes files that delete them by their positions.
 * Of each data file the key's columns are read, and of row groups that hold some the checksums that
 * the file keeps of its rows, or all columns where it keeps none.
 */
public final class KeyedDelete {
  private KeyedDelete() {}

  /**
   * What was found.
   *
   * @param went the digest of the rows
   * @param lost how many of them none comes in place of
   * @param deletes what deletes them
   */
  public record Found(TableDigest went, long lost, LakeDeletes deletes) {}

  /** What was found in one file, or that it cannot be read so. */
  private record Part(TableDigest went, long lost, List<DeleteFile> deletes, boolean readable)
      implements Serializable {}

  /**
   * Finds them; empty where the table has files that only Spark reads.
   *
   * @param form under which they are digested
   */
  public static Optional<Found> of(
      SparkSession spark, LakePresent present, KeySet keys, TableForm form) {
    Table table = present.table();
    List<FileScanTask> files = keys.files(present);
    if (!files.stream().allMatch(LakePresent::isPlain) || !table.spec().isUnpartitioned()) {
      return Optional.empty();
    }
    List<Part> parts = files.isEmpty() ? List.of() : run(spark, table, files, keys, form);
    TableDigest went = TableDigest.empty(form);
    long lost = 0;
    List<DeleteFile> deletes = new ArrayList<>();
    for (Part part : parts) {
      went = went.plus(part.went());
      lost += part.lost();
      deletes.addAll(part.deletes());
    }
    Found found = new Found(went, lost, new LakeDeletes(table, deletes));
    if (!parts.stream().allMatch(Part::readable)) {
      found.deletes().close();
      return Optional.empty();
    }
    return Optional.of(found);
  }

  private static List<Part> run(
      SparkSession spark, Table table, List<FileScanTask> files, KeySet keys, TableForm form) {
    ScannedColumns key = ScannedColumns.of(table, keys.form());
    ScannedColumns whole = ScannedColumns.of(table, form);
    JavaSparkContext driver = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<KeySet> sought = driver.broadcast(keys);
    try {
      return FileJob.run(
          spark,
          table,
          "delete rows of " + table.name(),
          (context, shared, operation) ->
              context
                  .parallelize(files, files.size())
                  .map(new OneFile(shared, operation, sought, key, whole, form)));
    } finally {
      sought.destroy();
    }
  }

  /** What a task does with its file. */
  private record OneFile(
      Broadcast<Table> table,
      String operation,
      Broadcast<KeySet> keys,
      ScannedColumns key,
      ScannedColumns whole,
      TableForm form)
      implements Function<FileScanTask, Part> {
    private static final long serialVersionUID = 1L;

    @Override
    public Part call(FileScanTask file) throws IOException {
      Table loaded = table.value();
      TaskContext task = TaskContext.get();
      try (LakeFileReader reader = new LakeFileReader(loaded.io().newInputFile(file.file()));
          PositionDeletes deletes = new PositionDeletes(loaded, task, operation)) {
        RowChecksums checksums = reader.checksums(form).orElse(null);
        if (!reader.holds(loaded.schema(), (checksums == null ? whole : key).fields())) {
          return new Part(TableDigest.empty(form), 0, List.of(), false);
        }
        Search search = new Search(keys.value(), key, LakePresent.deleted(loaded, file));
        DigestWriter writer = new DigestWriter(form, whole.schema());
        DigestSum sum = new DigestSum(form);
        for (int group = 0; group < reader.groups(); group++) {
          task.killTaskIfInterrupted();
          long first = search.position;
          if (!reader.span(group, key.fields().get(0)).map(keys.value()::meets).orElse(true)) {
            search.skip(reader.rows(group));
            continue;
          }
          if (search.isWhole()) {
            reader.read(group, key.fields().get(0), search);
          } else {
            reader.read(group, key.fields(), search::look);
          }
          if (!search.found.isEmpty()) {
            if (checksums == null) {
              reader.read(group, whole.fields(), search.found, row -> writer.add(row, sum));
            } else {
              reader.read(group, checksums);
              search.found.stream().forEach(row -> sum.addChecksums(checksums.of(row)));
            }
            for (int i = search.found.nextSetBit(0); i >= 0; i = search.found.nextSetBit(i + 1)) {
              deletes.add(file.file().location(), first + i, null);
            }
          }
          search.nextGroup();
        }
        return new Part(sum.digest(), search.lost, deletes.finish(), true);
      }
    }
  }

  /** Goes through the keys of a file. */
  private static final class Search implements LakeFileReader.Numbers {
    private static final RowKey NOTHING = new RowKey(Collections.singletonList(null));

    private final KeySet.Seeker keys;
    private final RowIdentity identity;
    private final PositionDeleteIndex deleted;

    /** Rows of the present group, counted from 0. */
    private final BitSet found = new BitSet();

    private long groupBegin;
    private long position;
    private long lost;

    Search(KeySet keys, ScannedColumns key, PositionDeleteIndex deleted) {
      this.keys = keys.new Seeker();
      this.identity = new RowIdentity(keys.form(), key.schema());
      this.deleted = deleted;
    }

    /** Whether a key is one whole number, so that nothing else of a row need be read. */
    boolean isWhole() {
      return identity.isWhole();
    }

    void look(InternalRow row) {
      next(keys.coming(identity.of(row)));
    }

    @Override
    public void take(long[] numbers, int count) {
      for (int i = 0; i < count; i++) {
        next(keys.coming(numbers[i]));
      }
    }

    @Override
    public void nothing() {
      next(keys.coming(NOTHING));
    }

    private void next(Boolean coming) {
      if (coming != null && !deleted.isDeleted(position)) {
        found.set((int) (position - groupBegin));
        lost += coming ? 0 : 1;
      }
      position++;
    }

    void skip(int rows) {
      position += rows;
      nextGroup();
    }

    void nextGroup() {
      groupBegin = position;
      found.clear();
    }
  }
}
