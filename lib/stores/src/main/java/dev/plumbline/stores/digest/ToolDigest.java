package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.form.CanonicalBytes;
import dev.plumbline.core.reconcile.form.CanonicalJson;
import dev.plumbline.core.reconcile.form.CanonicalValue;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.RowBytes;
import dev.plumbline.core.reconcile.form.RowForm;
import dev.plumbline.core.reconcile.form.RowForm.Slot;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.table.ColumnClass;
import dev.plumbline.stores.mysql.WireRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Folds the columns that no SQL can digest, out of rows that are streamed by. */
final class ToolDigest {
  private final TableForm form;
  private final RowForm rowForm;
  private final List<DigestColumn> columns;
  private final RowBytes text;

  ToolDigest(TableForm form) {
    this.form = form;
    this.rowForm = form.byTool();
    this.columns = form.columns(ColumnClass.BY_SPARK);
    this.text = new RowBytes(form.strength());
  }

  int size() {
    return columns.size();
  }

  /** The columns' canonical values, from column {@code first} of the current row on. */
  List<String> values(ResultSet row, int first) throws SQLException {
    List<String> values = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      values.add(value(columns.get(i), row, first + i));
    }
    return values;
  }

  /**
   * The hash of the values that lie at those places of the current row, tied to it. It stays until
   * the next one.
   *
   * @param rowHash of what the server digests, which identifies a row without a key
   * @param key the place of the text of the row's key, where it has one
   */
  byte[] hash(WireRows row, byte[] rowHash, int key, int[] places) {
    text.begin();
    if (form.keyless()) {
      text.putHex(rowHash, 0, rowHash.length);
    } else {
      text.put(row.bytes(), row.start(key), row.length(key));
    }
    text.endIdentity();
    for (int i = 0; i < places.length; i++) {
      Slot slot = rowForm.slots().get(i);
      if (row.isNull(places[i])) {
        text.nothing(slot);
      } else {
        put(slot.column(), row, places[i]);
        text.end(slot);
      }
    }
    return text.hash();
  }

  /** The hash of the values, tied to their row. */
  String hash(String identity, List<String> values) {
    return CanonicalBytes.toolHash(identity, rowForm, values, form.strength());
  }

  private void put(DigestColumn column, WireRows row, int place) {
    switch (column.form()) {
      case FLOAT32 -> text.putReal((float) row.real(place));
      case FLOAT64 -> text.putReal(row.real(place));
      case BYTES -> text.putHex(row.bytes(), row.start(place), row.length(place));
      default -> text.putText(CanonicalJson.of(row.text(place)));
    }
  }

  private static String value(DigestColumn column, ResultSet row, int index) throws SQLException {
    switch (column.form()) {
      case FLOAT32, FLOAT64:
        double number = row.getDouble(index);
        if (row.wasNull()) {
          return null;
        }
        return switch (column.form()) {
          case FLOAT32 -> CanonicalValue.float32((float) number);
          default -> CanonicalValue.float64(number);
        };
      case BYTES:
        byte[] bytes = row.getBytes(index);
        return bytes == null ? null : CanonicalValue.bytes(bytes);
      default:
        String text = row.getString(index);
        return text == null ? null : CanonicalJson.of(text);
    }
  }
}
