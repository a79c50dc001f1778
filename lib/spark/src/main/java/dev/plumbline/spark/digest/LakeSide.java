package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.Storage;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.spark.lake.LakeTable;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A lake table as one side of a comparison. It is asked on the driver, and Spark spreads the
 * reading of its rows over the executors.
 */
public final class LakeSide implements ComparedSide {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final transient Supplier<Dataset<Row>> rows;
  private final transient Supplier<String> state;
  private final TableForm form;
  private final String filter;

  /**
   * @param filter a condition that rows must meet; empty for all rows
   */
  public LakeSide(LakeTable lake, TableForm form, String filter) {
    this(
        lake.name(),
        () -> filter.isEmpty() ? lake.rowsNow() : lake.rowsNow().where(filter),
        () -> "snapshot " + lake.snapshotId(),
        form,
        filter);
  }

  /** Rows that may lie in several places, with at least the columns of the form. */
  public LakeSide(String name, Dataset<Row> rows, TableForm form) {
    this(name, () -> rows, () -> "", form, "");
  }

  private LakeSide(
      String name,
      Supplier<Dataset<Row>> rows,
      Supplier<String> state,
      TableForm form,
      String filter) {
    this.name = name;
    this.rows = rows;
    this.state = state;
    this.form = form;
    this.filter = filter;
  }

  @Override
  public ComparedTable table() {
    return new ComparedTable(
        "lake " + name,
        List.of(name),
        form.columns().stream()
            .map(column -> new StoredColumn(column.name(), column.name(), Storage.TEXT, "string"))
            .toList(),
        filter);
  }

  @Override
  public String state() {
    return state.get();
  }

  /** Opens the table as it is now; later commits do not show. */
  @Override
  public ComparedStore open() {
    return new LakeComparedStore(name, rows, form);
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a lake table is compared from the driver");
  }
}
