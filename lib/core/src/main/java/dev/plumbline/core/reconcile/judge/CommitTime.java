package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowValues;
import dev.plumbline.core.table.CanonicalForm;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The column of a table that says when a row was written.
 *
 * @param index among the compared columns
 * @param changes whether it moves with each change, not only when a row is made
 */
public record CommitTime(int index, DigestColumn column, boolean changes) {
  private static final List<String> OF_CHANGES =
      List.of(
          "updatedat",
          "modifiedat",
          "changedat",
          "lastupdated",
          "lastupdatedat",
          "lastmodified",
          "lastmodifiedat",
          "updatetime",
          "updatedtime",
          "updatedon",
          "modifiedon");

  private static final List<String> OF_ROWS =
      List.of("createdat", "insertedat", "createtime", "creationtime", "createdtime", "createdon");

  private static final Pattern MICROS = Pattern.compile("-?[0-9]{1,18}");

  /**
   * The column of that name, or where none is declared one whose name says what it is, such as
   * {@code updated_at} or {@code created_at}.
   *
   * @param declared empty where nothing is
   */
  public static Optional<CommitTime> of(TableForm form, String declared) {
    if (!declared.isEmpty()) {
      return find(form, List.of(plain(declared)), true);
    }
    return find(form, OF_CHANGES, true).or(() -> find(form, OF_ROWS, false));
  }

  private static Optional<CommitTime> find(TableForm form, List<String> names, boolean changes) {
    List<DigestColumn> columns = form.compared();
    for (String name : names) {
      for (int i = 0; i < columns.size(); i++) {
        DigestColumn column = columns.get(i);
        if (isTime(column) && plain(column.name()).equals(name)) {
          return Optional.of(new CommitTime(i, column, changes));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isTime(DigestColumn column) {
    return column.form() == CanonicalForm.INSTANT_MICROS
        || column.form() == CanonicalForm.LOCAL_MICROS;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** When the row was written, in canonical form; null where it does not say. */
  String of(RowValues row) {
    String value = row == null ? null : row.values().get(index);
    // Dates that no calendar holds are no times.
    return value != null && MICROS.matcher(value).matches() ? value : null;
  }
}
