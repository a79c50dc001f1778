package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.form.Checksum;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.table.ColumnClass;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.mysql.WireRows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Digests MySQL's rows while they are read for something else: the server adds each row's checksum
 * to the row, so that digest and values come out of the same snapshot in one pass. Travels to
 * executors.
 */
public final class PassingDigest implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TableForm form;
  private final List<String> expressions;
  private final int[] toolColumns;
  private final int firstExpression;
  private final byte[] checksum = new byte[Checksum.BYTES];
  private transient ToolDigest tool;

  /**
   * @param form all of whose columns are read, in its order
   * @param table how they lie in MySQL
   */
  private PassingDigest(TableForm form, ComparedTable table) {
    this.form = form;
    this.expressions =
        new ArrayList<>(new DigestSql(MySqlDigestDialect.INSTANCE, form, table).passing());
    this.toolColumns =
        form.columns(ColumnClass.BY_SPARK).stream().mapToInt(form.columns()::indexOf).toArray();
    this.firstExpression = form.columns().size();
  }

  /**
   * All declared columns of a table, as they are extracted.
   *
   * @param charsets of its columns of text at the source, by name
   */
  public static PassingDigest of(TableSpec table, Map<String, String> charsets) {
    return new PassingDigest(
        form(table),
        new ComparedTable(
            table.source().toString(),
            List.of(table.source().schema(), table.source().table()),
            table.columns().stream()
                .map(
                    column ->
                        StoredColumn.extracted(column, charsets.getOrDefault(column.name(), "")))
                .toList(),
            ""));
  }

  public TableForm form() {
    return form;
  }

  /** The form in which rows of a table are digested in passing. */
  public static TableForm form(TableSpec table) {
    return TableForm.of(table).inPassing();
  }

  /** What the SELECT list has after the columns. */
  public List<String> expressions() {
    return expressions;
  }

  /** Adds the current row. */
  public void add(WireRows row, DigestSum sum) {
    if (row.isNull(firstExpression)) {
      sum.addUnhashed();
      return;
    }
    Checksum.put(row.integer(firstExpression), checksum);
    sum.add(checksum);
    if (toolColumns.length > 0) {
      sum.addTool(tool().hash(row, checksum, firstExpression + 1, toolColumns));
    }
  }

  private ToolDigest tool() {
    if (tool == null) {
      tool = new ToolDigest(form);
    }
    return tool;
  }
}
