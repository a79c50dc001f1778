package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.stores.digest.PassingDigest;

/**
 * The table of a change, and the run that makes it.
 *
 * @param source endpoint and table, as rows of bronze name it
 */
record BronzeStep(TableSpec table, LakeTable bronze, RunId run, String source) {
  /** The form in which the source digests rows while they are read. */
  TableForm form() {
    return PassingDigest.form(table);
  }

  boolean proven() {
    return table.extraction().proof();
  }

  /** What is digested of rows of bronze: their keys alone where nothing is proven. */
  TableForm digested() {
    return proven() ? form() : form().ofKeys();
  }

  /** The key's columns and nothing else, in the key's order. */
  TableForm keyForm() {
    return TableForm.of(form().keyColumns(), form().key());
  }

  String disagreement(TableDigest said, TableDigest written) {
    return TableExtract.disagreement(table, said, written);
  }

  String wrongCount(long rows, long expected) {
    return "Cannot extract "
        + table.source()
        + ": "
        + bronze.name()
        + " would have "
        + rows
        + " rows and not "
        + expected;
  }
}
