package dev.plumbline.core.reconcile.form;

import dev.plumbline.core.schema.StoreColumn;
import dev.plumbline.core.schema.StoreKind;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.MySqlType;
import java.util.Optional;

/**
 * A column of both sides, and the form in which its values are compared.
 *
 * @param left empty where the column is not compared
 * @param right empty where {@code left} is
 */
record ColumnPairing(
    DigestColumn column, Optional<StoredColumn> left, Optional<StoredColumn> right) {

  /** What one side says that its values mean. */
  private record Meaning(
      StoreColumn column, StoreKind kind, Optional<ColumnType> mySql, Optional<SqlType> sql) {
    static Meaning of(StoreKind kind, StoreColumn column) {
      return kind == StoreKind.MYSQL
          ? new Meaning(column, kind, mySqlType(column), Optional.empty())
          : new Meaning(column, kind, Optional.empty(), SqlType.parse(column.sqlType()));
    }

    private static Optional<ColumnType> mySqlType(StoreColumn column) {
      try {
        return Optional.of(ColumnType.parse(column.sqlType()));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    boolean known() {
      return mySql.isPresent() || sql.isPresent();
    }

    DigestColumn digested(String name) {
      return mySql
          .map(type -> DigestColumn.of(name, type))
          .orElseGet(
              () -> {
                SqlType type = sql.orElseThrow();
                int perCharacter = kind == StoreKind.POSTGRES ? 4 : 1;
                return DigestColumn.of(name, type.canonical(), type.maxBytes(perCharacter));
              });
    }

    boolean year() {
      return mySql.filter(type -> type.type() == MySqlType.YEAR).isPresent();
    }

    /** How the column lies in its store; empty where it cannot stand for that form. */
    Optional<StoredColumn> stored(String name, CanonicalForm form, boolean year) {
      if (mySql.isPresent()) {
        StoredColumn stored =
            StoredColumn.mySql(
                new ColumnSpec(name, mySql.get(), true, ZeroDates.FAIL), column.charset());
        return mySql.get().canonical() == form || alike(mySql.get().canonical(), form)
            ? Optional.of(new StoredColumn(name, column.name(), stored.storage(), stored.sqlType()))
            : Optional.empty();
      }
      return sql.flatMap(
          type ->
              type.holding(form, year)
                  // Spark reads clock times as numbers only.
                  .filter(held -> kind != StoreKind.ICEBERG || held != Storage.TIME_TEXT)
                  .map(storage -> new StoredColumn(name, column.name(), storage, type.sql())));
    }
  }

  static ColumnPairing of(
      StoreKind leftKind, StoreColumn left, StoreKind rightKind, StoreColumn right) {
    Meaning mine = Meaning.of(leftKind, left);
    Meaning theirs = Meaning.of(rightKind, right);
    if (!mine.known() || !theirs.known()) {
      StoreColumn unknown = mine.known() ? right : left;
      return leftOut(left.name(), "type " + unknown.sqlType() + " has no form to compare by");
    }
    DigestColumn column = common(mine, theirs, left.name());
    boolean year = mine.year() || theirs.year();
    Optional<StoredColumn> one = mine.stored(left.name(), column.form(), year);
    Optional<StoredColumn> other = theirs.stored(left.name(), column.form(), year);
    return one.isPresent() && other.isPresent()
        ? new ColumnPairing(column, one, other)
        : leftOut(left.name(), left.sqlType() + " does not go with " + right.sqlType());
  }

  static ColumnPairing onlyLeft(StoreKind kind, StoreColumn left, StoreKind other) {
    Meaning mine = Meaning.of(kind, left);
    boolean refused =
        other == StoreKind.REDSHIFT
            && mine.mySql().filter(type -> type.replica().isEmpty()).isPresent();
    return leftOut(
        left.name(),
        refused
            ? "zero-ETL does not support " + left.sqlType()
            : left.generated() ? "generated, and on the left only" : "on the left only");
  }

  static DigestColumn onlyRight(StoreColumn right) {
    return leftOut(right.name(), "on the right only").column();
  }

  private static ColumnPairing leftOut(String name, String reason) {
    return new ColumnPairing(
        DigestColumn.of(name, CanonicalForm.TEXT, 0).notCompared(reason),
        Optional.empty(),
        Optional.empty());
  }

  /** MySQL's types say most; of two others the one that tells more values apart. */
  private static DigestColumn common(Meaning mine, Meaning theirs, String name) {
    DigestColumn left = mine.digested(name);
    DigestColumn right = theirs.digested(name);
    if (mine.mySql().isPresent() != theirs.mySql().isPresent()) {
      return mine.mySql().isPresent() ? left : right;
    }
    long bytes = Math.max(left.maxBytes(), right.maxBytes());
    return DigestColumn.of(name, common(left.form(), right.form()), bytes);
  }

  private static CanonicalForm common(CanonicalForm left, CanonicalForm right) {
    if (left == right || !alike(left, right)) {
      return left;
    }
    return switch (left) {
      case INTEGER, FLOAT32, LOCAL_MICROS, TEXT -> right;
      default -> left;
    };
  }

  /** Whether values of both forms can be written in either. */
  private static boolean alike(CanonicalForm left, CanonicalForm right) {
    return family(left).equals(family(right));
  }

  private static String family(CanonicalForm form) {
    return switch (form) {
      case INTEGER, DECIMAL -> "number";
      case FLOAT32, FLOAT64 -> "float";
      case TEXT, PADDED_TEXT -> "text";
      case LOCAL_MICROS, INSTANT_MICROS -> "time";
      default -> form.name();
    };
  }
}
