package dev.plumbline.stores.postgres;

import dev.plumbline.core.config.Nearest;
import dev.plumbline.core.reconcile.form.SqlType;
import dev.plumbline.core.reconcile.form.Storage;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.StoreColumn;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.MySqlType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.digest.PostgresDigestDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the columns of a PostgreSQL table are read as they are declared. Pure.
 *
 * <p>Every value but a binary one is read as PostgreSQL writes it, which loses nothing: digits of a
 * NUMERIC, the shortest notation of a float, dates in ISO's, a timestamptz with its offset.
 */
public final class PostgresColumns {
  private final TableSpec table;
  private final TableName name;
  private final List<Column> columns;

  private PostgresColumns(TableSpec table, TableName name, List<Column> columns) {
    this.table = table;
    this.name = name;
    this.columns = columns;
  }

  /**
   * A column.
   *
   * @param expression what is selected
   * @param binary whether that is bytes and not text
   * @param stored how its values are digested; empty where no SQL of ours does
   */
  private record Column(
      String name, String expression, boolean binary, Optional<StoredColumn> stored) {}

  /**
   * @param actual the table as the server describes it
   * @throws SourceException when a declared column is not there, or of a type that does not hold
   *     what is declared
   */
  public static PostgresColumns of(TableSpec table, StoreTable actual) {
    List<Column> columns = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<String> names = actual.columns().stream().map(StoreColumn::name).toList();
    for (ColumnSpec column : table.columns()) {
      Optional<StoreColumn> there =
          actual.columns().stream().filter(one -> one.name().equals(column.name())).findFirst();
      if (there.isEmpty()) {
        problems.add("has no column " + column.name() + Nearest.hint(column.name(), names));
        continue;
      }
      Optional<Column> read = column(column, there.get().sqlType());
      if (read.isEmpty()) {
        problems.add(
            "has column "
                + column.name()
                + " as "
                + there.get().sqlType()
                + ", declared "
                + column.type());
      }
      read.ifPresent(columns::add);
    }
    if (!problems.isEmpty()) {
      throw new SourceException(
          "Cannot extract "
              + table.id()
              + ": table "
              + actual.name()
              + " "
              + String.join("; it ", problems));
    }
    return new PostgresColumns(table, actual.name(), columns);
  }

  /** How a column is read; empty where its type does not hold what is declared. */
  private static Optional<Column> column(ColumnSpec column, String sqlType) {
    CanonicalForm form = column.type().canonical();
    String quoted = quote(column.name());
    if (sqlType.endsWith("[]")) {
      return form == CanonicalForm.JSON
          ? Optional.of(unproven(column, "TO_JSON(" + quoted + ")"))
          : Optional.empty();
    }
    Optional<SqlType> known = SqlType.parse(sqlType);
    if (known.isEmpty()) {
      boolean text = form == CanonicalForm.TEXT || form == CanonicalForm.PADDED_TEXT;
      boolean time =
          form == CanonicalForm.DURATION_MICROS
              && sqlType.matches("time(\\([0-6]\\))? without time zone");
      return text || time ? Optional.of(unproven(column, quoted)) : Optional.empty();
    }
    if (form == CanonicalForm.TEXT && known.get().storage() == Storage.DECIMAL) {
      return Optional.of(unproven(column, quoted));
    }
    boolean year = column.type().type() == MySqlType.YEAR;
    return known
        .get()
        .holding(form, year)
        .filter(storage -> isExact(form, storage))
        .map(
            storage ->
                new Column(
                    column.name(),
                    expression(storage, quoted),
                    storage == Storage.BYTES,
                    Optional.of(
                        new StoredColumn(
                            column.name(), column.name(), storage, known.get().sql()))));
  }

  private static Column unproven(ColumnSpec column, String expression) {
    return new Column(column.name(), text(expression), false, Optional.empty());
  }

  /** Whether what PostgreSQL holds is what is declared, rather than could be read as such. */
  private static boolean isExact(CanonicalForm form, Storage storage) {
    return switch (form) {
      case INTEGER, DECIMAL ->
          storage == Storage.INTEGER || storage == Storage.DECIMAL || storage == Storage.BOOLEAN;
      case FLOAT32 -> storage == Storage.FLOAT;
      case FLOAT64 -> storage == Storage.DOUBLE;
      case LOCAL_MICROS -> storage == Storage.TIMESTAMP;
      case INSTANT_MICROS -> storage == Storage.TIMESTAMP_TZ;
      case JSON -> storage == Storage.JSON;
      case BYTES -> storage == Storage.BYTES;
      case BITS, DURATION_MICROS -> false;
      case TEXT, PADDED_TEXT, DATE -> true;
    };
  }

  private static String expression(Storage storage, String quoted) {
    return switch (storage) {
      case BYTES -> quoted;
      case BOOLEAN -> text("CAST(" + quoted + " AS INTEGER)");
      default -> text(quoted);
    };
  }

  private static String text(String expression) {
    return "CAST(" + expression + " AS TEXT)";
  }

  /** A name as SQL takes it, whatever it is made of. */
  public static String quote(String name) {
    return PostgresDigestDialect.INSTANCE.quote(name);
  }

  /** The table's name in SQL. */
  public String from() {
    return quote(name.schema()) + "." + quote(name.table());
  }

  /** Selects all declared columns, in their order. */
  public String select() {
    return columns.stream()
        .map(Column::expression)
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + from()));
  }

  /** Which of them are bytes, in their order. */
  public List<Boolean> binary() {
    return columns.stream().map(Column::binary).toList();
  }

  /** What of the table the server digests. */
  public TableForm form() {
    return TableForm.of(
        table,
        column ->
            stored(column).isPresent()
                ? Optional.empty()
                : Optional.of("PostgreSQL does not digest its type"));
  }

  private Optional<StoredColumn> stored(ColumnSpec column) {
    return columns.stream()
        .filter(one -> one.name().equals(column.name()))
        .findFirst()
        .flatMap(Column::stored);
  }

  /** How those columns lie on the server. */
  public List<StoredColumn> stored() {
    return columns.stream().flatMap(column -> column.stored().stream()).toList();
  }
}
