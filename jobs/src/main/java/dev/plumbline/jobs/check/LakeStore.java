package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.TableName;
import dev.plumbline.spark.digest.LakeSide;
import java.util.List;
import java.util.Optional;

/**
 * The Iceberg tables of the environment's lake. The only store of a check that takes Spark, which
 * is started when the first table is asked for.
 */
record LakeStore(SparkInCheck spark) implements CheckedStore {
  /** How command lines call it. */
  static final String NAME = "lake";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<CheckedTable> tables(List<String> schemas) {
    return spark.lake().tables(schemas).stream()
        .map(table -> new CheckedTable(table, Optional.empty()))
        .toList();
  }

  @Override
  public ComparedSide side(
      TableForm form, TableName table, List<StoredColumn> columns, String filter) {
    return new LakeSide(spark.lake().table(table.toString()), form, filter);
  }

  @Override
  public Optional<String> silence() {
    try {
      spark.lake().tables(List.of(""));
      return Optional.empty();
    } catch (PlumblineException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void adopt() {
    spark.adopt();
  }

  @Override
  public void close() {
    spark.close();
  }
}
